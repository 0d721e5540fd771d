package diff

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog/glob"
)

// Baseline holds changes that somebody accepted, each with a reason and until a date. The zero Baseline accepts nothing.
type Baseline struct{ entries []acceptance }

// acceptance is one line of a baseline.
type acceptance struct {
	kind, key, field, new string
	reason                string
	until                 time.Time // the last day on which it holds
	at                    string    // file and line, kind and key
}

var baselineColumns = []string{"kind", "key", "field", "new", "reason", "until"}

// ReadBaseline reads a baseline: a CSV file with the columns kind, key, field, new, reason and until. Kind, key and field
// may hold * for any characters; an empty field or new accepts any. Reason and until, a date as 2026-12-31, must be
// there. Name stands in its errors, which name the line.
func ReadBaseline(r io.Reader, name string) (Baseline, error) {
	var b Baseline
	err := readTable(r, name, baselineColumns, func(line int, cells []string) error {
		a := acceptance{kind: cells[0], key: cells[1], field: cells[2], new: cells[3], reason: cells[4]}
		if a.kind == "" || a.key == "" {
			return errors.New("kind and key must not be empty; * stands for any")
		}
		if a.reason == "" {
			return errors.New("reason is empty: say why the change is accepted")
		}
		until, err := time.Parse(time.DateOnly, cells[5])
		if err != nil {
			return fmt.Errorf("until %q: want a date as 2026-12-31", cells[5])
		}
		a.until, a.at = until, fmt.Sprintf("%s:%d: %s %s", name, line, a.kind, a.key)
		b.entries = append(b.entries, a)
		return nil
	})
	if err != nil {
		return Baseline{}, err
	}
	return b, nil
}

// accept marks the findings that the baseline accepts and returns what there is to say about the entries that accept none.
func (b Baseline) accept(all []Finding, today time.Time) []Measure {
	day := today.Format(time.DateOnly)
	var out []Measure
	for _, a := range b.entries {
		last := a.until.Format(time.DateOnly)
		expired, used := last < day, false
		for i := range all {
			if !a.fits(all[i]) {
				continue
			}
			used = true
			if !expired && all[i].Accepted == "" {
				all[i].Accepted = a.reason
			}
		}
		switch {
		case expired:
			out = append(out, Measure{Kind: "baseline-expired", Text: fmt.Sprintf("%s was accepted until %s (%s)", a.at, last, a.reason)})
		case !used:
			out = append(out, Measure{Kind: "baseline-unused", Text: fmt.Sprintf("%s did not occur (accepted until %s: %s)", a.at, last, a.reason)})
		}
	}
	return out
}

func (a acceptance) fits(f Finding) bool {
	key := f.Key
	if f.isMeasure {
		key = f.Group // what a measure is about is a shop
	}
	return glob.Match(a.kind, f.Kind) && glob.Match(a.key, key) && (a.field == "" || glob.Match(a.field, f.Field.Name)) &&
		(a.new == "" || a.new == f.Field.New)
}
