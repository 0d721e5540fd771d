package table

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Book is a set of sheets that make one file.
type Book struct {
	Title  string
	Author string
	// Identifier names what the book was made from, such as the digest of a snapshot.
	Identifier string
	// AsOf is the time that the contents speak of, and stands where a file says when it was made; never the clock's.
	// The zero time leaves it to the writer to state a constant.
	AsOf   time.Time
	Sheets []Sheet
}

// Sheet returns the sheet of that name, case aside, and whether there is one.
func (b Book) Sheet(name string) (Sheet, bool) {
	for _, s := range b.Sheets {
		if strings.EqualFold(s.Name, name) {
			return s, true
		}
	}
	return Sheet{}, false
}

// Names returns the names of the sheets in their order.
func (b Book) Names() []string {
	names := make([]string, len(b.Sheets))
	for i, s := range b.Sheets {
		names[i] = s.Name
	}
	return names
}

// Check returns an error for every name that a spreadsheet program would refuse: a sheet's that is empty, given twice,
// longer than 31 characters or holds one of : \ / ? * [ ], and a header that is empty or given twice in its sheet. The
// limits are Excel's ("Excel specifications and limits").
func (b Book) Check() error {
	var errs []error
	seen := map[string]bool{}
	for _, s := range b.Sheets {
		if err := checkSheetName(s.Name); err != nil {
			errs = append(errs, err)
		}
		if folded := strings.ToLower(s.Name); seen[folded] {
			errs = append(errs, fmt.Errorf("sheet %q: name given twice", s.Name))
		} else {
			seen[folded] = true
		}
		errs = append(errs, s.Check())
		for _, c := range s.Columns {
			if err := b.checkLookup(c.ChoicesFrom); err != nil {
				errs = append(errs, fmt.Errorf("sheet %q: column %q: %w", s.Name, c.Header, err))
			}
		}
	}
	return errors.Join(errs...)
}

func (b Book) checkLookup(l *Lookup) error {
	if l == nil {
		return nil
	}
	s, ok := b.Sheet(l.Sheet)
	if !ok || s.Index(l.Key) < 0 || s.Index(l.Header) < 0 {
		return fmt.Errorf("no sheet %q with columns %q and %q to choose from", l.Sheet, l.Key, l.Header)
	}
	return nil
}

func checkSheetName(name string) error {
	switch {
	case name == "":
		return errors.New("sheet without a name")
	case len([]rune(name)) > 31:
		return fmt.Errorf("sheet %q: name longer than 31 characters", name)
	case strings.ContainsAny(name, `:\/?*[]`):
		return fmt.Errorf(`sheet %q: name holds one of : \ / ? * [ ]`, name)
	case strings.HasPrefix(name, "'") || strings.HasSuffix(name, "'"):
		return fmt.Errorf("sheet %q: name begins or ends with an apostrophe", name)
	}
	return nil
}
