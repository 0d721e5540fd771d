package diff

import (
	"cmp"
	"fmt"
	"io"
	"strings"
)

// The sizes of what GitHub takes: a comment of 65,536 characters, a job summary of 1 MiB for a step. Both leave room for
// what stands around the report.
const (
	CommentLimit = 65_000
	SummaryLimit = 1_000_000
)

// MarkdownOptions are the settings of [WriteMarkdown]; the zero value is ready.
type MarkdownOptions struct {
	Limit  int    // of bytes to write, [CommentLimit] where it is zero; the line that sums up is written in any case
	Format Format // see [Format]
	From   Level  // the least grave level that is shown
}

// WriteMarkdown shows a report as GitHub's Markdown, for a comment or a job summary: first the line that sums up, then for
// each level, the gravest first, one line for what happened, with the records of many folded below it. What the limit
// leaves no room for is left out, records before lines and the least grave first, and the last line says how much that
// was. Errors are those of w.
func WriteMarkdown(w io.Writer, r Report, opt MarkdownOptions) error {
	m := markdown{opt: opt, left: cmp.Or(opt.Limit, CommentLimit) - cutRoom}
	var head strings.Builder
	head.WriteString("### " + markup(r.Summary()) + "\n")
	for _, note := range r.Notes {
		head.WriteString("\n> " + markup(note) + "\n")
	}
	m.left -= head.Len()
	var parts []part
	last := Level(-1)
	for _, c := range r.clusters(opt.From, opt.Format) {
		if level := c.first().Level; level != last {
			parts = append(parts, part{line: "\n**" + level.String() + "**\n\n"})
			last = level
		}
		parts = append(parts, part{m.line(c), m.list(c)})
	}
	parts = append(parts, m.accepted(r)...)
	if _, err := io.WriteString(w, head.String()+m.fit(parts)); err != nil {
		return fmt.Errorf("write the changes as Markdown: %w", err)
	}
	return nil
}

// cutRoom is kept free for the line that says what was cut.
const cutRoom = 200

type markdown struct {
	opt  MarkdownOptions
	left int // bytes
}

// part is a line, and the list that belongs below it.
type part struct{ line, list string }

// fit returns the parts that there is room for, and a line that says what there is none for.
func (m *markdown) fit(parts []part) string {
	n := 0
	for n < len(parts) && len(parts[n].line) <= m.left {
		m.left -= len(parts[n].line)
		n++
	}
	var b strings.Builder
	lists := 0 // left out, while their lines are written
	for _, p := range parts[:n] {
		b.WriteString(p.line)
		if len(p.list) > m.left {
			lists++
			continue
		}
		m.left -= len(p.list)
		b.WriteString(p.list)
	}
	var cut []string
	if lines := len(parts) - n; lines > 0 {
		cut = append(cut, plural(lines, "more line"))
	}
	if lists > 0 {
		cut = append(cut, "the records of "+plural(lists, "line"))
	}
	if len(cut) > 0 {
		fmt.Fprintf(&b, "\n_Left out for want of room: %s. The other formats have all._\n", strings.Join(cut, " and "))
	}
	return b.String()
}

func (m *markdown) line(c cluster) string {
	f := c.first()
	line := "- " + code(f.Rule) + " "
	if name := c.name(); name != "" {
		line += "**" + markup(name) + "** "
	}
	line += markup(strings.TrimRight(c.told(m.opt.Format)+" "+c.where(), " "))
	if !f.isMeasure && len(c.findings) == 1 {
		line += " " + m.key(f)
	}
	return line + "\n"
}

// list returns the records of a line that tells of several.
func (m *markdown) list(c cluster) string {
	if len(c.findings) == 1 {
		return ""
	}
	var list strings.Builder
	list.WriteString("  <details><summary>" + plural(len(c.findings), "record") + "</summary>\n\n")
	for _, f := range c.findings {
		list.WriteString("  - " + m.key(f) + " " + markup(visible(f.Title)))
		if f.Field.Name != "" {
			list.WriteString(": " + markup(f.values(m.opt.Format)+percentNote(f.Field)))
		}
		list.WriteString("\n")
	}
	list.WriteString("\n  </details>\n")
	return list.String()
}

func (m *markdown) key(f Finding) string {
	text := code(f.Key)
	if f.OldKey != "" {
		text = code(f.OldKey) + " → " + text
	}
	if f.Ambiguous {
		text += " (ambiguous)"
	}
	return text
}

// accepted returns what the baseline accepts as one line with a list.
func (m *markdown) accepted(r Report) []part {
	if r.Accepted() == 0 {
		return nil
	}
	var list strings.Builder
	list.WriteString("<details><summary>Show them</summary>\n\n")
	for _, f := range r.Findings {
		if f.Accepted != "" {
			list.WriteString("- " + code(cmp.Or(f.Key, f.Group)) + " " + markup(f.what(m.opt.Format)+": "+visible(f.Accepted)) + "\n")
		}
	}
	list.WriteString("\n</details>\n")
	return []part{{fmt.Sprintf("\n**%d accepted**\n\n", r.Accepted()), list.String()}}
}

// markup returns text that Markdown shows as it stands: what would be markup is escaped, and no name is called upon.
func markup(text string) string {
	return markupEscapes.Replace(text)
}

var markupEscapes = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "|", `\|`,
	"~", `\~`, "@", "@<!-- -->", "#", "#<!-- -->", "://", ":<!-- -->//",
)

// code returns text as a code span.
func code(text string) string {
	return "`" + strings.ReplaceAll(visible(text), "`", "'") + "`"
}
