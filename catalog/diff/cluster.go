package diff

import (
	"fmt"
	"strings"
)

// Format turns the raw value of the named field into people's words: "32900 GBP" into "£329.00". It is asked only for
// values that are there. Nil shows raw values.
type Format func(field, value string) string

// cluster is what findings are told as in one line: the same thing happened to several records of one subject.
type cluster struct {
	findings []Finding // of one rule and one subject, at least one
	what     string    // what happened: "price −10.0 %"
}

// first returns the finding that stands for all.
func (c cluster) first() Finding { return c.findings[0] }

// told says what happened, in full where it happened to one record alone: "price: £329.00 → £299.00 (−9.1 %)".
func (c cluster) told(format Format) string {
	if f := c.first(); len(c.findings) == 1 && f.Field.Name != "" {
		return visible(f.Field.Name) + ": " + f.values(format) + percentNote(f.Field)
	}
	return c.what
}

// where returns in how many shops and records it happened; "" for one record.
func (c cluster) where() string {
	groups := map[string]bool{}
	for _, f := range c.findings {
		groups[f.Group] = true
	}
	switch {
	case len(c.findings) == 1:
		return ""
	case len(groups) == 1:
		return fmt.Sprintf("in %s, %d records", visible(c.first().Group), len(c.findings))
	}
	return fmt.Sprintf("in %d shops, %d records", len(groups), len(c.findings))
}

// name returns what the line is about: the subject of several records, the title of one, the shop of a measure.
func (c cluster) name() string {
	f := c.first()
	switch {
	case f.isMeasure:
		return visible(f.Group)
	case len(c.findings) == 1:
		return visible(f.Title)
	}
	return visible(f.Subject)
}

// maxWhat is the longest description of what happened by which findings may be told as one; it keeps two long titles that
// were changed in the same way out of a headline.
const maxWhat = 80

// clusters returns the findings of a report in its order, those that tell the same thing together. Accepted findings and
// those under the level are left out.
func (r Report) clusters(from Level, format Format) []cluster {
	type name struct{ rule, kind, subject, field, what string }
	var out []cluster
	at := map[name]int{}
	for _, f := range r.Findings {
		if f.Accepted != "" || f.Level < from {
			continue
		}
		what := f.what(format)
		n := name{f.Rule, f.Kind, f.Subject, f.Field.Name, what}
		i, known := at[n]
		if !known || f.isMeasure {
			i = len(out)
			at[n] = i
			out = append(out, cluster{what: what})
		}
		out[i].findings = append(out[i].findings, f)
	}
	return out
}

// what says what happened, without whom it happened to: "price −10.0 %", "variant removed".
func (f Finding) what(format Format) string {
	if f.isMeasure {
		return visible(f.Text)
	}
	if f.Field.Name == "" {
		record, became, _ := cutLast(f.Kind, "-")
		return visible(record) + " " + became
	}
	if percent := percentWords(f.Field); percent != "" {
		return visible(f.Field.Name) + " " + percent
	}
	if values := f.values(format); len(values) <= maxWhat {
		return visible(f.Field.Name) + ": " + values
	}
	return visible(f.Field.Name) + " changed"
}

// values returns the old and the new value, or the old and the new key, with an arrow between them; "" where neither is
// there to be shown.
func (f Finding) values(format Format) string {
	if f.OldKey != "" {
		return visible(f.OldKey) + " → " + visible(f.Key)
	}
	if f.Field.Name == "" {
		return ""
	}
	show := func(value string) string {
		switch {
		case value == "":
			return "(none)"
		case format != nil:
			return visible(format(f.Field.Name, value))
		}
		return visible(value)
	}
	old, current := show(f.Field.Old), show(f.Field.New)
	if old == current {
		// The words hide what differs: show the values themselves.
		old, current = escaped(f.Field.Old), escaped(f.Field.New)
	}
	return old + " → " + current
}

func cutLast(text, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(text, sep); i >= 0 {
		return text[:i], text[i+len(sep):], true
	}
	return text, "", false
}
