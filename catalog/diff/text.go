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
	// Width is the number of columns that a line should fit in; names are shortened for it, while keys and values are shown
	// whole whatever it takes. Zero or less means that there is no limit.
	Width int
	// Color marks headings with ANSI colours. The words alone say as much.
	Color bool
	// Format shows values; see [Format].
	Format Format
	// From is the least grave level that is shown.
	From Level
}

// WriteText shows a report to people: under the heading of each level, the gravest first, what happened, in one line where
// the same happened to several records of one product, with the records below it; then what the baseline accepts, and at
// the end one line that sums up. Fields of added and removed records are not shown. Characters that a terminal might act
// on, or that cannot be seen, are written as escapes. Errors are those of w.
func WriteText(w io.Writer, r Report, opt TextOptions) error {
	t := textWriter{out: bufio.NewWriter(w), opt: opt}
	for _, note := range r.Notes {
		fmt.Fprintln(t.out, t.paint(faint, "note: "+visible(note)))
	}
	last := Level(-1)
	for _, c := range r.clusters(opt.From, opt.Format) {
		if level := c.first().Level; level != last {
			t.heading(level)
			last = level
		}
		t.cluster(c)
	}
	t.accepted(r)
	if t.parts > 0 || len(r.Notes) > 0 {
		fmt.Fprintln(t.out)
	}
	fmt.Fprintln(t.out, r.Summary())
	if err := t.out.Flush(); err != nil {
		return fmt.Errorf("write the changes: %w", err)
	}
	return nil
}

// textWriter writes the parts of the text. Its errors stay in out until that is flushed.
type textWriter struct {
	out   *bufio.Writer
	opt   TextOptions
	parts int // written so far
}

// The ANSI colours (SGR parameters). The words that they colour say the same.
const (
	bold   = "1"
	faint  = "2"
	red    = "31"
	yellow = "33"
	cyan   = "36"
)

func (t *textWriter) paint(color, text string) string {
	if !t.opt.Color || text == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

func levelColor(l Level) string {
	switch l {
	case Error:
		return red
	case Warning:
		return yellow
	case Info:
		return cyan
	case Ignore:
	}
	return faint
}

func (t *textWriter) heading(l Level) {
	if t.parts++; t.parts > 1 {
		fmt.Fprintln(t.out)
	}
	fmt.Fprintln(t.out, t.paint(levelColor(l), t.paint(bold, l.String())))
}

// minName is the shortest that a name is cut to: enough for "POCO X6 Pro 12/512 Yel…".
const minName = 24

// fit shortens a name so that it fits the width beside the other words of its line.
func (t *textWriter) fit(name string, others ...string) string {
	if t.opt.Width <= 0 {
		return name
	}
	room := t.opt.Width
	for _, o := range others {
		room -= utf8.RuneCountInString(o)
	}
	return shorten(name, max(minName, room))
}

func (t *textWriter) cluster(c cluster) {
	f := c.first()
	rule := "[" + visible(f.Rule) + "]"
	what := c.told(t.opt.Format)
	if where := c.where(); where != "" {
		what += " " + where
	}
	name := c.name()
	if name != "" {
		name = t.fit(name, "    ", what, "  ", rule) + "  "
	}
	fmt.Fprintf(t.out, "  %s%s  %s\n", name, what, t.paint(faint, rule))
	if f.isMeasure {
		return
	}
	for _, f := range c.findings {
		t.record(f, len(c.findings) > 1)
	}
}

// record writes the line of one record under that of its cluster: its key and, if it is one of several, title and values.
func (t *textWriter) record(f Finding, ofSeveral bool) {
	key := visible(f.Key)
	if f.OldKey != "" {
		key = f.values(nil)
	}
	tail := ""
	if ofSeveral && f.Field.Name != "" {
		tail = "  " + f.values(t.opt.Format) + percentNote(f.Field)
	}
	if f.Ambiguous {
		tail += "  (ambiguous)"
	}
	title := ""
	if ofSeveral {
		title = "  " + t.fit(visible(f.Title), "      ", key, tail)
	}
	fmt.Fprintf(t.out, "    %s%s%s\n", t.paint(faint, key), title, tail)
}

// accepted writes what the baseline accepts, with its reasons.
func (t *textWriter) accepted(r Report) {
	shown := false
	for _, f := range r.Findings {
		if f.Accepted == "" {
			continue
		}
		if !shown {
			if t.parts++; t.parts > 1 {
				fmt.Fprintln(t.out)
			}
			fmt.Fprintln(t.out, t.paint(bold, "accepted"))
			shown = true
		}
		fmt.Fprintf(t.out, "  %s  %s: %s\n", cmp.Or(visible(f.Key), visible(f.Group)), f.what(t.opt.Format), visible(f.Accepted))
	}
}

// Summary sums the report up in one line. It never lets an empty side pass for agreement.
func (r Report) Summary() string {
	text := summary(r.Result)
	var levels []string
	for l := Error; l >= Ignore; l-- {
		if n := r.At(l); n > 0 && l == Ignore {
			levels = append(levels, fmt.Sprintf("%d ignored", n))
		} else if n > 0 {
			levels = append(levels, plural(n, l.String()))
		}
	}
	if n := r.Accepted(); n > 0 {
		levels = append(levels, fmt.Sprintf("%d accepted", n))
	}
	if len(levels) > 0 {
		text = strings.Join(levels, ", ") + "; " + text
	}
	if r.Same {
		text = "the same snapshot: " + text
	}
	return text
}
