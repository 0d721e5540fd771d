package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
)

// compare sets what becomes of a row about a variant or a product, by what the ledger holds.
func (t *taking) compare(o *Outcome) {
	if o.Pattern() != "" {
		return // when its rows are known
	}
	about, holds := t.ledgerOn(o)
	if holds >= 0 {
		o.Before = t.inWords(holds)
	}
	switch {
	case o.answer.clear:
		t.compareClear(o, about, holds)
	case t.readBefore(o, about):
		o.reread = true
		o.drop(RowUnchanged, "it was read from this file before")
	case holds >= 0 && o.agrees(t.standing[holds].Decision):
		t.compareNote(o, about)
	case o.saw == nil:
		o.drop(RowStale, "what the shops say, or what is proposed, is not what the reviewer saw")
		o.Seen, o.Now = o.showed(), showing(o.on)
	case holds >= 0 && t.ofAnother(o, holds):
		o.drop(RowConflict, "the ledger holds %s; --overrule replaces it", o.Before)
	default:
		o.Kind = RowNew
		if holds >= 0 {
			o.Kind = RowChanged
		}
		t.compareOwn(o)
	}
}

// ledgerOn returns the places of the standing decisions about what a row is about, oldest first, and of the one that holds, or
// -1. For a variant that may be its product's, which is not among the first.
func (t *taking) ledgerOn(o *Outcome) (about []int, holds int) {
	key := o.on.SourceKey()
	if o.answer.scope == mapping.ScopeVariant {
		about = t.rulings.All(key)
		holds = t.rulings.Holds(key, o.on.Target)
		if t.rulings.Vague(key, o.on.Target) > holds {
			holds = -1 // it is told as a doubt of the row, and a ruling settles it
		}
	} else {
		about = t.rulings.AllWhole(key)
		holds = t.rulings.Whole(key, o.on.Target)
	}
	return slices.DeleteFunc(slices.Clone(about), func(i int) bool { return t.standing[i].Target != o.on.Target }), holds
}

// inWords tells of a decision: "not_sold by Anna (line 12, review.xlsx, Review!P14)".
func (t *taking) inWords(i int) string {
	line := t.standing[i]
	words := strings.TrimSpace(string(line.Ruling) + " " + line.TargetID)
	if line.Scope == mapping.ScopeProduct {
		words += " for the whole product"
	}
	words += " by " + cmp.Or(line.Reviewer, "somebody unnamed")
	if line.From.File == "" {
		return fmt.Sprintf("%s (line %d)", words, line.Number)
	}
	return fmt.Sprintf("%s (line %d, %s, %s!%s)", words, line.Number, line.From.File, line.From.Sheet, line.From.Cell)
}

// readBefore says whether a decision was read from the row's own cell. It may have been changed since by another file.
func (t *taking) readBefore(o *Outcome, about []int) bool {
	return slices.ContainsFunc(about, func(i int) bool {
		d := t.standing[i]
		return d.From.Digest == o.digest && d.From.Sheet == o.Sheet && d.From.Cell == o.Cell && d.Ruling == o.answer.ruling && d.Note == o.answer.note
	})
}

// agrees says whether a decision says what the row says, and on the same grounds where these count.
func (o *Outcome) agrees(d mapping.Decision) bool {
	a := o.answer
	if d.Ruling != a.ruling || d.Scope != a.scope && d.Scope != mapping.ScopeProduct {
		return false
	}
	switch a.ruling {
	case mapping.NotSold, mapping.Deferred:
		return true
	case mapping.Accepted:
		if d.Scope == mapping.ScopeProduct {
			return true
		}
	case mapping.Reassigned, mapping.RuledProduct, mapping.Rejected:
	}
	if a.sku != "" || o.saw != nil {
		return d.TargetID == o.target
	}
	return d.Seen != "" && d.Seen == o.Hash
}

// compareNote settles a row that says what holds already: a note that the ledger lacks is added.
func (t *taking) compareNote(o *Outcome, about []int) {
	a := o.answer
	if a.note == "" || slices.ContainsFunc(about, func(i int) bool {
		d := t.standing[i]
		return d.Ruling == a.ruling && d.Note == a.note && sameName(d.Reviewer, a.reviewer)
	}) {
		o.drop(RowUnchanged, "the ledger holds %s", o.Before)
		return
	}
	o.drop(RowChanged, "the ruling stays, and the note is added")
}

// ofAnother says whether a decision is another reviewer's, and stands unless it is overruled.
func (t *taking) ofAnother(o *Outcome, i int) bool {
	return !t.terms.Overrule && !sameName(t.standing[i].Reviewer, o.answer.reviewer)
}

// compareClear settles a row that takes back.
func (t *taking) compareClear(o *Outcome, about []int, holds int) {
	for _, line := range t.ledger.Lines {
		if len(line.Undo) > 0 && !t.back[line.Number] && line.From.Digest == o.digest && line.From.Sheet == o.Sheet && line.From.Cell == o.Cell {
			o.drop(RowUnchanged, "it was read from this file before")
			return
		}
	}
	switch {
	case holds < 0:
		o.drop(RowUnchanged, "the ledger holds no ruling that could be cleared")
	case !slices.Contains(about, holds):
		o.drop(RowInvalid, "the ruling is that of the whole product: write product under %s to clear it for all its variants", headerScope)
	case t.ofAnother(o, holds):
		o.drop(RowConflict, "the ledger holds %s; --overrule takes it back", o.Before)
	default:
		o.Kind = RowCleared
		for _, i := range about {
			o.back = append(o.back, t.standing[i].Digest)
		}
	}
}

// compareOwn looks for rulings on single variants of a product that a ruling on the whole of it would replace.
func (t *taking) compareOwn(o *Outcome) {
	if o.answer.scope != mapping.ScopeProduct {
		return
	}
	var replaced []string
	for _, p := range t.variants[productOf(o.on)] {
		i := t.rulings.Own(p.SourceKey(), p.Target)
		if i < 0 || o.agrees(t.standing[i].Decision) || i < t.rulings.Whole(p.SourceKey(), p.Target) || t.own[p.SourceKey()] {
			continue
		}
		if t.ofAnother(o, i) {
			o.drop(RowConflict, "for %s the ledger holds %s; --overrule replaces it", title(p.old), t.inWords(i))
			return
		}
		replaced = append(replaced, title(p.old))
	}
	if len(replaced) > 0 {
		o.Kind, o.Reason = RowChanged, "it replaces the rulings on "+strings.Join(replaced, ", ")
	}
}

// subject names what a row rules on.
func (o *Outcome) subject() string {
	switch {
	case o.Pattern() != "":
		return o.ID
	case o.answer.scope == mapping.ScopeProduct:
		return "product " + productOf(o.on)
	}
	return o.on.LineKey()
}

// contradictions finds rows about the same thing. Those that differ are in conflict; of those that agree one is taken.
func (t *taking) contradictions() {
	groups := map[string][]*Outcome{}
	var order []string
	for _, o := range t.rows {
		open := o.Kind == "" || o.Kind.Taken() || o.Kind == RowUnchanged && !o.reread
		if !open || o.on == nil && o.Pattern() == "" {
			continue
		}
		s := o.subject()
		if groups[s] == nil {
			order = append(order, s)
		}
		groups[s] = append(groups[s], o)
	}
	for _, s := range order {
		contradict(groups[s])
	}
}

func contradict(rows []*Outcome) {
	for _, o := range rows {
		for _, other := range rows {
			if !o.says(other) && o.Kind != RowUnchanged {
				o.Kind = RowConflict
				o.Reason = "against " + other.inWords()
				break
			}
		}
	}
	for i, o := range rows {
		first := slices.IndexFunc(rows, func(other *Outcome) bool {
			return other.says(o) && (o.answer.note == "" || other.answer.note == o.answer.note)
		})
		if first < i && (o.Kind == "" || o.Kind.Taken()) {
			o.drop(RowUnchanged, "%s says the same", rows[first].Place())
		}
	}
}

// says reports whether two rows about one thing lead to the same.
func (o *Outcome) says(other *Outcome) bool {
	a, b := o.answer, other.answer
	return a.clear == b.clear && a.ruling == b.ruling && o.target == other.target
}

// inWords tells of a row's answer: "not_sold by Anna (review.xlsx, Review!P14)".
func (o *Outcome) inWords() string {
	word := string(o.answer.ruling)
	if o.answer.clear {
		word = Clear
	}
	return strings.TrimSpace(word+" "+o.target) + " by " + o.answer.reviewer + " (" + o.Place() + ")"
}

// judgePattern finds the rows that a ruling on a pattern reaches.
func (t *taking) judgePattern(o *Outcome) {
	a, words := o.answer, o.Pattern()
	o.About = words
	members := t.open[words]
	switch {
	case a.clear:
		o.drop(RowInvalid, "a pattern is not cleared: take the rulings back with 'pocomigrate review undo'")
	case a.ruling == mapping.Reassigned || a.sku != "":
		o.drop(RowInvalid, "one SKU cannot take the place of all rows of a pattern: decide them each on the sheet %s", SheetReview)
	case a.scope == mapping.ScopeProduct:
		o.drop(RowInvalid, "a pattern reaches rows, not products: empty the cell under %s", headerScope)
	case a.reviewer == "":
		o.drop(RowInvalid, "nobody is named: write a name under %s, or give one with --reviewer", headerReviewer)
	case t.readPattern(o):
		o.reread = true
		o.drop(RowUnchanged, "it was read from this file before")
	case len(members) == 0:
		o.drop(RowOrphan, "no row waits for a decision that leaves this doubt")
	case o.Hash == "":
		o.drop(RowInvalid, "no %s, so nobody can tell which rows it was meant for", headerRowHash)
	case o.Hash != patternHash(members):
		o.drop(RowStale, "its rows, or the words that one of them rests on, have changed since")
		o.Seen, o.Now = "other rows or words", fmt.Sprintf("%d rows", len(members))
	}
}

// readPattern says whether the pattern's ruling was read from this file, and its rows are not the same any more: those that
// are may lack it still.
func (t *taking) readPattern(o *Outcome) bool {
	return o.Hash != patternHash(t.open[o.Pattern()]) && slices.ContainsFunc(t.standing, func(line ledger.Line) bool {
		return line.Origin == mapping.OriginPattern && line.Pattern == o.Pattern() && line.From.Digest == o.digest && line.Ruling == o.answer.ruling
	})
}

// spread settles the rulings on patterns, when it is known which rows have their own.
func (t *taking) spread() {
	for _, o := range t.rows {
		if o.Kind == "" {
			t.spreadOne(o)
		}
	}
}

func (t *taking) spreadOne(o *Outcome) {
	for _, p := range t.open[o.Pattern()] {
		member, err := t.member(o, p)
		key := p.SourceKey()
		holds := t.rulings.Holds(key, p.Target)
		switch {
		case t.own[key] || t.byProduct[key] || holds >= 0 && t.standing[holds].Origin != mapping.OriginPattern:
			o.Members.Own++
		case err != nil:
			o.Members = Members{}
			o.drop(RowInvalid, "%s: %v", title(p.old), err)
			return
		case holds >= 0 && member.agrees(t.standing[holds].Decision):
			o.Members.Unchanged++
		case holds >= 0 && t.ofAnother(o, holds):
			o.Members = Members{}
			o.drop(RowConflict, "for %s the ledger holds %s; --overrule replaces it", title(p.old), t.inWords(holds))
			return
		default:
			o.Members.Taken++
			o.members = append(o.members, member)
		}
	}
	m := o.Members
	o.Kind, o.Reason = RowNew, fmt.Sprintf("%d rows: %d take it, %d have it, %d have a ruling of their own", m.Sum(), m.Taken, m.Unchanged, m.Own)
	if m.Taken == 0 {
		o.Kind = RowUnchanged
	}
}

// member is a row of Review that a pattern's ruling reaches, as if it had been entered there.
func (t *taking) member(o *Outcome, p pair) (*Outcome, error) {
	m := &Outcome{Row: o.Row, File: o.File, digest: o.digest, answer: o.answer, on: &p, saw: &p}
	m.Hash = rowHash(p)
	var err error
	m.target, err = t.targetOf(m)
	return m, err
}
