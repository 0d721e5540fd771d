package words

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// labelFields are the fields that labels stand before.
var labelFields = []site.Field{site.SKU, site.MPN, site.GTIN, site.Availability, site.Brand}

// load reads the tables in data. All faults are reported, joined.
func load(files fs.FS) (*Words, error) {
	w := &Words{
		labels: map[string]Label{}, netAlone: map[string]bool{}, units: map[string]bool{}, eaches: map[string]bool{}, money: map[string]bool{},
		classes: classes{parts: map[string][]string{}, wholes: map[string]map[string]bool{}},
	}
	return w, errors.Join(
		read(files, "data/labels.csv", []string{"label", "field", "weight", "source"}, w.addLabel),
		read(files, "data/words.csv", []string{"word", "says", "source"}, w.addWord),
		read(files, "data/classes.csv", []string{"name", "says", "where", "source"}, w.classes.add))
}

// read gives each row of a table to add. It wants the header to name exactly the columns, and every cell to be filled with text
// that has no blanks around it. Faults name file and line.
func read(files fs.FS, name string, columns []string, add func(cells []string) error) error {
	f, err := files.Open(name)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read
	table := csv.NewReader(f)
	header, err := table.Read()
	if err != nil {
		return fmt.Errorf("%s: read the header: %w", name, err)
	}
	if !slices.Equal(header, columns) {
		return fmt.Errorf("%s:1: columns are %q, want %q", name, header, columns)
	}
	var faults []error
	for {
		cells, err := table.Read()
		if errors.Is(err, io.EOF) {
			return errors.Join(faults...)
		}
		if err != nil {
			return errors.Join(append(faults, fmt.Errorf("%s: %w", name, err))...)
		}
		if err = filled(cells, columns); err == nil {
			err = add(cells)
		}
		if err != nil {
			line, _ := table.FieldPos(0)
			faults = append(faults, fmt.Errorf("%s:%d: %w", name, line, err))
		}
	}
}

func filled(cells, columns []string) error {
	for i, cell := range cells {
		if cell == "" || cell != strings.TrimSpace(cell) {
			return fmt.Errorf("%s %q is empty or has blanks around it", columns[i], cell)
		}
	}
	return nil
}

func (w *Words) addLabel(cells []string) error {
	key := labelKey(cells[0])
	if key == "" {
		return fmt.Errorf("label %q has no letters or digits, or more than %d bytes", cells[0], maxLabel)
	}
	if _, known := w.labels[key]; known {
		return fmt.Errorf("label %q is given twice", cells[0])
	}
	field := site.Field(cells[1])
	if !slices.Contains(labelFields, field) {
		return fmt.Errorf("label %q: field %q is none of %q", cells[0], cells[1], labelFields)
	}
	weight, err := strconv.ParseFloat(cells[2], 64)
	if err != nil || !(weight > 0 && weight <= 1) {
		return fmt.Errorf("label %q: weight %q is no number above 0 and up to 1", cells[0], cells[2])
	}
	w.labels[key] = Label{Field: field, Key: key, Weight: weight}
	return nil
}

// addWord adds a row of words.csv; doc.go says what each meaning is.
func (w *Words) addWord(cells []string) error {
	word, says := cells[0], cells[1]
	if word != strings.ToLower(word) {
		return fmt.Errorf("word %q is not in small letters", word)
	}
	lists := map[string]*[]string{"net": &w.net, "missing": &w.missing, "missing_start": &w.missingStart}
	sets := map[string]map[string]bool{"net_alone": w.netAlone, "unit": w.units, "each": w.eaches, "money": w.money}
	list, set := lists[says], sets[says]
	switch {
	case list == nil && set == nil:
		return fmt.Errorf("word %q: a word may not say %q", word, says)
	case set[word] || list != nil && slices.Contains(*list, word):
		return fmt.Errorf("word %q is given twice as %s", word, says)
	case list != nil:
		*list = append(*list, word)
	default:
		set[word] = true
	}
	return nil
}
