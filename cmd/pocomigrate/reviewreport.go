package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/english"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// rowLine is a row in review's --json.
type rowLine struct {
	Type     string       `json:"type"` // "row"
	Kind     review.Kind  `json:"kind"`
	File     string       `json:"file"`
	Sheet    string       `json:"sheet"`
	Cell     string       `json:"cell"`
	RowID    string       `json:"row_id"`
	About    string       `json:"about,omitempty"`
	Decision string       `json:"decision,omitempty"`
	SKU      string       `json:"sku,omitempty"`
	Scope    string       `json:"scope,omitempty"`
	Reviewer string       `json:"reviewer,omitempty"`
	Note     string       `json:"note,omitempty"`
	Reason   string       `json:"reason,omitempty"`
	Before   string       `json:"before,omitempty"`
	Seen     string       `json:"seen,omitempty"`
	Now      string       `json:"now,omitempty"`
	Members  *membersLine `json:"members,omitempty"`
	Lines    int          `json:"lines"`
}

// membersLine says what became of the rows of a pattern.
type membersLine struct {
	Taken     int `json:"taken"`
	Unchanged int `json:"unchanged"`
	Own       int `json:"own"`
}

// sumLine ends review's --json.
type sumLine struct {
	Type    string              `json:"type"` // "sum"
	Rows    int                 `json:"rows"`
	Kinds   map[review.Kind]int `json:"kinds"`             // every kind; they add up to rows
	Lines   int                 `json:"lines"`             // of the ledger; the lines of all rows
	Unread  []string            `json:"unread,omitempty"`  // sheets with words for Decision that nothing ties to a variant
	Ignored []string            `json:"ignored,omitempty"` // columns that are none of ours, with something in them beside input
	Written bool                `json:"written"`
}

func (o *reviewOptions) print(t *review.Taken) error {
	out := bufio.NewWriter(o.Out)
	if o.asJSON {
		if err := o.printJSON(out, t); err != nil {
			return err
		}
	} else {
		printOutcomes(out, t, o.verbose)
	}
	return out.Flush()
}

func (o *reviewOptions) printJSON(w io.Writer, t *review.Taken) error {
	e := objects(w)
	for _, r := range t.Rows {
		line := rowLine{
			Type: "row", Kind: r.Kind, File: r.File, Sheet: r.Sheet, Cell: r.Cell, RowID: r.ID, About: r.About, Decision: r.Ruling,
			SKU: r.SKU, Scope: r.Scope, Reviewer: cmp.Or(r.Reviewer, o.reviewer), Note: r.Note, Reason: r.Reason, Before: r.Before, Seen: r.Seen, Now: r.Now, Lines: r.Lines,
		}
		if r.Members.Sum() > 0 {
			line.Members = new(membersLine(r.Members))
		}
		if err := e.Encode(line); err != nil {
			return err
		}
	}
	sum := sumLine{Type: "sum", Rows: len(t.Rows), Kinds: map[review.Kind]int{}, Lines: len(t.Lines), Unread: t.Unread, Ignored: t.Ignored, Written: o.apply && len(t.Lines) > 0}
	sums := t.Sums()
	for _, k := range review.Kinds() {
		sum.Kinds[k] = sums[k]
	}
	return e.Encode(sum)
}

// mostShown is how many rows of a kind that nobody has to look at are listed.
const mostShown = 20

// printOutcomes tells people of every row, those first that somebody has to look at, and how the rows add up.
func printOutcomes(w io.Writer, t *review.Taken, all bool) {
	kinds := unsound()
	for _, k := range review.Kinds() {
		if k.Sound() {
			kinds = append(kinds, k)
		}
	}
	for _, k := range kinds {
		shown := 0
		for _, r := range t.Rows {
			if r.Kind != k {
				continue
			}
			if shown++; all || !k.Sound() || shown <= mostShown {
				printOutcome(w, r)
			}
		}
		if more := shown - mostShown; more > 0 && k.Sound() && !all {
			fmt.Fprintf(w, "%-10s %d more; --verbose shows all\n", k, more)
		}
	}
	sums := t.Sums()
	var parts []string
	for _, k := range review.Kinds() {
		if n := sums[k]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, k))
		}
	}
	if len(t.Rows) == 0 {
		fmt.Fprintln(w, "no row holds any input")
		return
	}
	fmt.Fprintf(w, "in %s = %s\n", english.Plural(len(t.Rows), "row"), strings.Join(parts, " + "))
	if len(t.Lines) > 0 {
		fmt.Fprintf(w, "out %s of the ledger = %s\n", english.Plural(len(t.Lines), "line"), origins(t.Lines))
		return
	}
	fmt.Fprintln(w, "out no line of the ledger")
}

// origins says what the lines of the ledger come from.
func origins(lines []ledger.Line) string {
	rows, products, patterns, back := 0, 0, 0, 0
	for _, l := range lines {
		switch {
		case len(l.Undo) > 0:
			back++
		case l.Pattern != "":
			patterns++
		case l.ItemGroupID != "":
			products++
		default:
			rows++
		}
	}
	var parts []string
	for _, of := range []struct {
		n    int
		from string
	}{{rows, "from rows"}, {products, "from whole products"}, {patterns, "from patterns"}, {back, "that take back"}} {
		if of.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", of.n, of.from))
		}
	}
	return strings.Join(parts, " + ")
}

func printOutcome(w io.Writer, r *review.Outcome) {
	said := strings.Join(strings.Fields(strings.Join([]string{cmp.Or(r.Ruling, "–"), r.SKU, r.Scope}, " ")), " ")
	if r.Reviewer != "" {
		said += " by " + r.Reviewer
	}
	fmt.Fprintf(w, "%-10s %s: %s\n", r.Kind, r.Place(), said)
	detail := func(label, text string) {
		if text != "" {
			fmt.Fprintf(w, "    %-7s %s\n", label, text)
		}
	}
	about := r.ID + "  " + r.About
	if r.Pattern() != "" {
		about = r.ID
	}
	detail("about", strings.TrimSpace(about))
	detail("note", r.Note)
	detail("why", r.Reason)
	if r.Kind == review.RowChanged || r.Kind == review.RowCleared {
		detail("before", r.Before)
	}
	if r.Kind == review.RowStale {
		detail("seen", r.Seen)
		detail("now", r.Now)
	}
}
