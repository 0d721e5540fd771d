package diff

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// TextOptions are the settings of [WriteText]; the zero value is ready.
type TextOptions struct {
	// Width is the number of columns that a line should fit in; titles are shortened for it, while keys and values are
	// shown whole whatever it takes. Zero or less means that there is no limit.
	Width int
	// Color marks headings and types of change with ANSI colours. The words alone say as much.
	Color bool
	// Format turns the raw value of the named field into people's words: "32900 GBP" into "£329.00". It is asked only for
	// values that are there. Nil shows raw values.
	Format func(field, value string) string
}

// WriteText shows a result to people: under the heading of each group one line for each change, with the title and the
// key of the record, below it the fields that differ, and at the end one line that sums up. Fields of added and removed
// records are not shown. Characters that a terminal might act on, or that cannot be seen, are written as escapes. Errors
// are those of w.
func WriteText(w io.Writer, r Result, opt TextOptions) error {
	t := textWriter{out: bufio.NewWriter(w), opt: opt}
	for _, c := range r.Changes {
		t.kindWidth = max(t.kindWidth, utf8.RuneCountInString(visible(c.Kind)))
	}
	for i, c := range r.Changes {
		if i == 0 || c.Group != r.Changes[i-1].Group {
			t.heading(c.Group)
		}
		t.change(c)
	}
	if len(r.Changes) > 0 {
		fmt.Fprintln(t.out)
	}
	fmt.Fprintln(t.out, summary(r))
	if err := t.out.Flush(); err != nil {
		return fmt.Errorf("write the changes: %w", err)
	}
	return nil
}

// textWriter writes the parts of the text. Its errors stay in out until that is flushed.
type textWriter struct {
	out       *bufio.Writer
	opt       TextOptions
	kindWidth int // of the longest kind
	groups    int // written so far
}

// The ANSI colours (SGR parameters). Red and green are told apart by the word that they colour.
const (
	bold    = "1"
	faint   = "2"
	red     = "31"
	green   = "32"
	yellow  = "33"
	magenta = "35"
	cyan    = "36"
)

func (t *textWriter) paint(color, text string) string {
	if !t.opt.Color || text == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

func (t *textWriter) heading(group string) {
	if t.groups++; t.groups > 1 {
		fmt.Fprintln(t.out)
	}
	fmt.Fprintln(t.out, t.paint(bold, cmp.Or(visible(group), "(no group)")))
}

// typeWidth is the length of "removed", "changed" and "unknown", the longest types.
const typeWidth = 7

// minTitle is the shortest that a title is cut to: enough for "POCO X6 Pro 12/512 Yel…".
const minTitle = 24

func (t *textWriter) change(c Change) {
	kind, title, key := visible(c.Kind), visible(c.Title), visible(c.Key)
	note := ""
	if c.Ambiguous {
		note = "  (ambiguous)"
	}
	if t.opt.Width > 0 {
		others := len("  ") + typeWidth + len(" ") + t.kindWidth + len("  ") + len("  ") + utf8.RuneCountInString(key+note)
		title = shorten(title, max(minTitle, t.opt.Width-others))
	}
	fmt.Fprintf(t.out, "  %s%s %s%s  %s  %s%s\n",
		t.paint(typeColor(c.Type), string(c.Type)), pad(string(c.Type), typeWidth), kind, pad(kind, t.kindWidth),
		title, t.paint(faint, key), note)
	if c.Type == Moved {
		fmt.Fprintf(t.out, "    key: %s → %s\n", visible(c.OldKey), key)
	}
	if c.Type == Changed || c.Type == Moved {
		for _, f := range c.Fields {
			t.field(f)
		}
	}
}

func typeColor(t Type) string {
	switch t {
	case Added:
		return green
	case Removed:
		return red
	case Changed:
		return yellow
	case Moved:
		return cyan
	case Unknown:
		return magenta
	}
	return faint
}

func (t *textWriter) field(f FieldChange) {
	old, current := t.value(f.Name, f.Old), t.value(f.Name, f.New)
	if old == current {
		// The words hide what differs: show the values themselves.
		old, current = escaped(f.Old), escaped(f.New)
	}
	fmt.Fprintf(t.out, "    %s: %s → %s%s\n", visible(f.Name), old, current, percentNote(f))
}

func (t *textWriter) value(name, value string) string {
	if value == "" {
		return "(none)"
	}
	if t.opt.Format != nil {
		value = t.opt.Format(name, value)
	}
	return visible(value)
}

// pad returns the spaces that text lacks to the width.
func pad(text string, width int) string {
	return strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}
