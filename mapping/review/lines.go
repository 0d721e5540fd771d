package review

import (
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
)

// lines returns what is to be appended to the ledger, and counts it. What reaches further stands first, so that a product's
// ruling wins over its pattern's and a row's own over both.
func (t *taking) lines() []ledger.Line {
	var patterns, products, rows []ledger.Line
	for _, o := range t.rows {
		if !o.Kind.Taken() {
			continue
		}
		var made []ledger.Line
		switch {
		case o.Pattern() != "":
			for _, m := range o.members {
				made = append(made, t.line(m))
			}
			patterns = append(patterns, made...)
		case o.answer.scope == mapping.ScopeProduct:
			made = []ledger.Line{t.line(o)}
			products = append(products, made...)
		default:
			made = []ledger.Line{t.line(o)}
			rows = append(rows, made...)
		}
		o.Lines = len(made)
	}
	return slices.Concat(patterns, products, rows)
}

// line is the line of the ledger that a row leads to.
func (t *taking) line(o *Outcome) ledger.Line {
	a, p := o.answer, o.on
	from := mapping.Entry{File: o.File, Digest: o.digest, Sheet: o.Sheet, Cell: o.Cell}
	if a.clear {
		return ledger.Line{Undo: o.back, Decision: mapping.Decision{Reviewer: a.reviewer, Note: a.note, DecidedAt: t.terms.At, From: from}}
	}
	d := mapping.Decision{
		Key: p.SourceKey(), Source: p.Source, Market: p.Market, Identities: identities(p), Scope: a.scope,
		Target: p.Target, TargetID: o.target, Ruling: a.ruling, Reviewer: a.reviewer, Note: a.note, DecidedAt: t.terms.At,
		Seen: o.Hash, Origin: mapping.OriginRow, From: from,
	}
	switch {
	case o.Pattern() != "":
		d.Origin, d.Pattern = mapping.OriginPattern, o.Pattern()
	case a.scope == mapping.ScopeProduct:
		d.Origin, d.ItemGroupID, d.Identities = mapping.OriginProduct, p.group(), t.ofProduct(p)
	}
	return ledger.Line{Decision: d}
}

// group returns the name of the old product's page.
func (p pair) group() string {
	if p.old == nil || p.old.ItemGroupID == "" {
		return p.SourceID.Value()
	}
	return p.old.ItemGroupID
}

// ofProduct returns the identities of all variants of a pair's old product, sorted.
func (t *taking) ofProduct(p *pair) []catalog.Identity {
	var out []catalog.Identity
	for _, q := range t.variants[productOf(p)] {
		out = append(out, identities(q)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
