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
// leaves no room for is left out from the end, records before lines, and the last line says how much that was. Errors are
// those of w.
func WriteMarkdown(w io.Writer, r Report, opt MarkdownOptions) error {
	m := markdown{opt: opt, left: cmp.Or(opt.Limit, CommentLimit) - cutRoom}
	m.add("### " + markup(r.Summary()) + "\n")
	for _, note := range r.Notes {
		m.add("\n> " + markup(note) + "\n")
	}
	last := Level(-1)
	for _, c := range r.clusters(opt.From, opt.Format) {
		if level := c.first().Level; level != last && m.add("\n**"+level.String()+"**\n\n") {
			last = level
		}
		m.cluster(c)
	}
	m.accepted(r)
	m.sayCut()
	if _, err := io.WriteString(w, m.b.String()); err != nil {
		return fmt.Errorf("write the changes as Markdown: %w", err)
	}
	return nil
}

// cutRoom is kept free for the line that says what was cut.
const cutRoom = 200

type markdown struct {
	b     strings.Builder
	opt   MarkdownOptions
	left  int // bytes
	full  bool
	lines int // left out
	lists int // left out, while their lines were written
}

// add writes a part if there is room for it. After the first part without, there is none for any.
func (m *markdown) add(part string) bool {
	if m.full = m.full || len(part) > m.left && m.b.Len() > 0; m.full {
		return false
	}
	m.left -= len(part)
	m.b.WriteString(part)
	return true
}

func (m *markdown) cluster(c cluster) {
	f := c.first()
	what := c.what
	if len(c.findings) == 1 && f.Field.Name != "" {
		what = visible(f.Field.Name) + ": " + f.values(m.opt.Format) + percentNote(f.Field)
	}
	line := "- " + code(f.Rule) + " "
	if name := c.name(); name != "" {
		line += "**" + markup(name) + "** "
	}
	line += markup(strings.TrimRight(what+" "+c.where(), " "))
	if !f.isMeasure && len(c.findings) == 1 {
		line += " " + m.key(f)
	}
	if !m.add(line + "\n") {
		m.lines++
		return
	}
	if len(c.findings) == 1 {
		return
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
	if !m.add(list.String()) {
		m.lists++
	}
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

func (m *markdown) accepted(r Report) {
	if r.Accepted() == 0 || !m.add("\n<details><summary>"+fmt.Sprintf("%d accepted", r.Accepted())+"</summary>\n\n") {
		return
	}
	m.left -= len("\n</details>\n")
	for _, f := range r.Findings {
		if f.Accepted == "" {
			continue
		}
		line := "- " + code(cmp.Or(f.Key, f.Group)) + " " + markup(f.what(m.opt.Format)+": "+visible(f.Accepted)) + "\n"
		if !m.add(line) {
			m.lines++
		}
	}
	m.b.WriteString("\n</details>\n")
}

func (m *markdown) sayCut() {
	var cut []string
	if m.lines > 0 {
		cut = append(cut, plural(m.lines, "more line"))
	}
	if m.lists > 0 {
		cut = append(cut, "the records of "+plural(m.lists, "line"))
	}
	if len(cut) > 0 {
		fmt.Fprintf(&m.b, "\n_Left out for want of room: %s. The other formats have all._\n", strings.Join(cut, " and "))
	}
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
