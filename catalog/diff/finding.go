package diff

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// Finding is one thing to judge: a record that came or went, one field that changed, or a [Measure].
type Finding struct {
	Level Level
	Rule  string // id of the rule that decided
	// Kind is the kind of the record and what became of it, "variant-removed", or the kind of a measure. Records that only
	// we read in another way are "variant-reread".
	Kind                string
	Group, Key, Title   string // as in [Change]
	Subject             string // what findings are grouped by; see [Record]
	OldKey              string
	Ambiguous           bool
	Field               FieldChange // zero for a whole record
	Percent             float64     // of a measure
	Text                string      // of a measure: what was measured, in words
	Accepted            string      // the reason why it was accepted, by the baseline; "" where it was not
	isMeasure, isChange bool
}

// Measure is something about a side as a whole, for a policy to judge as it judges changes.
type Measure struct {
	Kind    string // "shop-shrunk"
	Group   string // shop
	Percent float64
	Text    string // in words: "5 of 60 variants are gone (8.3 %)"
}

// by returns by how much the value changed, in per cent or as a number, and whether it can be said.
func (f Finding) by(percent bool) (float64, bool) {
	if f.isMeasure {
		return f.Percent, percent
	}
	if percent {
		return f.Field.Percent()
	}
	old, err := strconv.ParseFloat(f.Field.Old, 64)
	current, err2 := strconv.ParseFloat(f.Field.New, 64)
	return current - old, err == nil && err2 == nil
}

// Report is a Result and what a policy makes of it.
type Report struct {
	Result
	Findings []Finding // sorted: the gravest first, then by rule, kind, subject, field, group and key
	Same     bool      // the snapshots have one digest; set by the caller
	Notes    []string  // remarks for people on what was compared; set by the caller
}

// Judge ranks the changes of a result, and measures, by a policy, and marks those that the baseline accepts; today decides
// which of its entries have expired. An entry that has expired or accepts nothing is a finding itself.
func Judge(r Result, measures []Measure, p Policy, b Baseline, today time.Time) Report {
	report := Report{Result: r}
	add := func(f Finding) {
		f.Rule, f.Level = p.decide(f)
		report.Findings = append(report.Findings, f)
	}
	for _, c := range r.Changes {
		for _, f := range findings(c) {
			add(f)
		}
	}
	for _, m := range measures {
		add(Finding{Kind: m.Kind, Group: m.Group, Percent: m.Percent, Text: m.Text, isMeasure: true})
	}
	if side := r.EmptySide(); side != "" {
		add(Finding{Kind: "side-empty", Text: emptyWords(side), isMeasure: true})
	}
	for _, m := range b.accept(report.Findings, today) {
		add(Finding{Kind: m.Kind, Text: m.Text, isMeasure: true})
	}
	slices.SortStableFunc(report.Findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(b.Level, a.Level), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Field.Name, b.Field.Name),
			cmp.Compare(a.Group, b.Group), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Text, b.Text),
		)
	})
	return report
}

// findings returns what there is to judge about a change.
func findings(c Change) []Finding {
	f := Finding{
		Kind: c.Kind + "-" + string(c.Type), Group: c.Group, Key: c.Key, Title: c.Title, Subject: cmp.Or(c.Subject, c.Title),
		OldKey: c.OldKey, Ambiguous: c.Ambiguous, isChange: c.Type != Unknown,
	}
	var out []Finding
	if c.Type != Changed {
		out = append(out, f)
	}
	if c.Type != Changed && c.Type != Moved {
		return out
	}
	f.Kind, f.OldKey = c.Kind+"-"+string(Changed), ""
	if c.Reread {
		f.Kind = c.Kind + "-reread"
	}
	for _, f.Field = range c.Fields {
		out = append(out, f)
	}
	return out
}

// Fails reports whether something was found, and not accepted, that is at least as grave as level.
func (r Report) Fails(level Level) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Accepted == "" && f.Level >= level })
}

// FailsAtAll reports whether anything changed that was not accepted, or any finding at all is an [Error]: the verdict of
// diff(1), to which a record whose page is unknown is no change.
func (r Report) FailsAtAll() bool {
	return r.Fails(Error) || slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Accepted == "" && f.isChange })
}

// At returns how many findings of a level were not accepted.
func (r Report) At(level Level) int {
	n := 0
	for _, f := range r.Findings {
		if f.Accepted == "" && f.Level == level {
			n++
		}
	}
	return n
}

// Accepted returns how many findings the baseline accepts.
func (r Report) Accepted() int {
	n := 0
	for _, f := range r.Findings {
		if f.Accepted != "" {
			n++
		}
	}
	return n
}
