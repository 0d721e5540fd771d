package match

import (
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed data/grammar.csv data/aliases.csv data/exceptions.csv
var builtin embed.FS

// Knowledge is what is known about names beside the catalogues themselves, as tables:
//
//	grammar.csv     words with a part to play in titles: units, tiers, words that shops leave out
//	aliases.csv     runs of words that stand for others: other spellings, brands that changed hands
//	exceptions.csv  pairs of models that differ in name and may be one thing, by market: people are asked
//
// Every row names its source. It never changes after [Load] and may be used from several goroutines.
type Knowledge struct {
	roles      map[string]wordRole
	aliases    map[string][]alias // by the first word, longest first
	exceptions []exception
}

// wordRole is the part that a word plays in a title.
type wordRole string

// The roles of grammar.csv.
const (
	roleUnit    wordRole = "unit"    // the number before it is a measure
	roleMemory  wordRole = "memory"  // the number before it is a size of memory
	roleVersion wordRole = "version" // the number behind it is a version of something else
	roleTier    wordRole = "tier"    // sets a model apart from its plain twin
	roleAside   wordRole = "aside"   // makers add it and shops leave it out
)

// alias is a run of words and the words that they stand for.
type alias struct{ words, means []string }

// exception is a pair of models that may be one in some markets; in all where none is named.
type exception struct {
	model, other string // keys of names
	markets      []string
	source       string
}

// Load reads the built-in tables with those of an overlay laid over them, row by row: a row with the same key (the word,
// the run of words, the pair) replaces the built-in one, others are added. Overlay may be nil; tables that it lacks are
// the built-in ones. The error joins every fault, each with file, line and value.
func Load(overlay fs.FS) (*Knowledge, error) {
	k := &Knowledge{roles: map[string]wordRole{}, aliases: map[string][]alias{}}
	var faults []error
	for _, t := range []struct {
		file    string
		columns []string
		key     int
		take    func([]string) error
	}{
		{"grammar.csv", []string{"word", "role", "source"}, 1, k.takeWord},
		{"aliases.csv", []string{"words", "means", "source"}, 1, k.takeAlias},
		{"exceptions.csv", []string{"model", "other", "markets", "verdict", "source"}, 2, k.takeException},
	} {
		rows, err := readTable(builtin, path.Join("data", t.file), t.columns)
		faults = append(faults, err)
		if overlay != nil {
			over, err := readTable(overlay, t.file, t.columns)
			if !errors.Is(err, fs.ErrNotExist) {
				faults = append(faults, err)
			}
			rows = lay(rows, over, t.key)
		}
		for _, r := range rows {
			if err := t.take(r.cells); err != nil {
				faults = append(faults, fmt.Errorf("%s:%d: %w", r.file, r.line, err))
			}
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, fmt.Errorf("load knowledge of names: %w", err)
	}
	return k, nil
}

func (k *Knowledge) takeWord(cells []string) error {
	switch r := wordRole(cells[1]); r {
	case roleUnit, roleMemory, roleVersion, roleTier, roleAside:
		k.roles[strings.ToLower(cells[0])] = r
		return nil
	}
	return fmt.Errorf("%q has the role %q, which is none", cells[0], cells[1])
}

func (k *Knowledge) takeAlias(cells []string) error {
	a := alias{splitTitle(cells[0]), splitTitle(cells[1])}
	if len(a.words) == 0 {
		return fmt.Errorf("%q holds no words", cells[0])
	}
	list := k.aliases[a.words[0]]
	i := 0
	for i < len(list) && len(list[i].words) >= len(a.words) {
		i++
	}
	k.aliases[a.words[0]] = slices.Insert(slices.Clone(list), i, a)
	return nil
}

func (k *Knowledge) takeException(cells []string) error {
	if cells[3] != "ask" {
		return fmt.Errorf("the verdict %q is not ask: a table accepts no mapping", cells[3])
	}
	var markets []string
	if cells[2] != "" {
		markets = strings.Split(cells[2], ";")
	}
	k.exceptions = append(k.exceptions, exception{nameKey(k, cells[0]), nameKey(k, cells[1]), markets, cells[4]})
	return nil
}

func nameKey(k *Knowledge, model string) string {
	var n name
	return n.add(model, k)
}

// mayBeOne returns the exception for two models in a market, and whether there is one.
func (k *Knowledge) mayBeOne(a, b, market string) (exception, bool) {
	for _, e := range k.exceptions {
		if (e.model == a && e.other == b || e.model == b && e.other == a) && (e.markets == nil || slices.Contains(e.markets, market)) {
			return e, true
		}
	}
	return exception{}, false
}

// doubt returns an exception that a model is part of in a market, or in any where the market is not known.
func (k *Knowledge) doubt(model, market string) (exception, bool) {
	for _, e := range k.exceptions {
		if (e.model == model || e.other == model) && (market == "" || e.markets == nil || slices.Contains(e.markets, market)) {
			return e, true
		}
	}
	return exception{}, false
}

// tableRow is one line of a table.
type tableRow struct {
	file  string
	line  int
	cells []string
}

// readTable wants the header to name exactly the columns, and each row to have a first cell and a source, its last.
func readTable(fsys fs.FS, name string, columns []string) (rows []tableRow, err error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r := csv.NewReader(f)
	header, err := r.Read()
	if err != nil || !slices.Equal(header, columns) {
		return nil, errors.Join(err, fmt.Errorf("%s:1: columns are %q, want %q", name, header, columns))
	}
	lines, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var faults []error
	for i, cells := range lines {
		if cells[0] == "" || cells[len(cells)-1] == "" {
			faults = append(faults, fmt.Errorf("%s:%d: %q has no source or no word", name, i+2, cells[0]))
			continue
		}
		rows = append(rows, tableRow{name, i + 2, cells})
	}
	return rows, errors.Join(faults...)
}

// lay returns the rows of base with those of over laid on them.
func lay(base, over []tableRow, key int) []tableRow {
	out := slices.Clone(base)
	for _, r := range over {
		same := func(b tableRow) bool { return slices.Equal(b.cells[:key], r.cells[:key]) }
		if i := slices.IndexFunc(out, same); i >= 0 {
			out[i] = r
			continue
		}
		out = append(out, r)
	}
	return out
}
