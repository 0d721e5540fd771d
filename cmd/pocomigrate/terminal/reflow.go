package terminal

import (
	"strings"
	"unicode/utf8"
)

// Reflow fits a text to so many columns. Lines of a paragraph flow into one another; a line that is indented stands alone
// with what continues it, which is indented more, and so does an example of a command, which is never broken.
func Reflow(text string, columns int) string {
	var out []string
	var b block
	flush := func() {
		if b.words != nil {
			out = append(out, b.lines(columns)...)
		}
		b = block{}
	}
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRight(line, " ")
		next := newBlock(line)
		switch {
		case next.words == nil || next.example:
			flush()
			out = append(out, example(line, columns)...)
		case b.words != nil && b.continues(next):
			b.words = append(b.words, next.words...)
		default:
			flush()
			b = next
		}
	}
	flush()
	return strings.Join(out, "\n")
}

// example keeps a command whole. What is said beside it goes below it where there is no room.
func example(line string, columns int) []string {
	indent := len(line) - len(strings.TrimLeft(line, " "))
	command, said, ok := strings.Cut(line[indent:], "  ")
	if utf8.RuneCountInString(line) <= columns || !ok {
		return []string{line}
	}
	below := block{head: strings.Repeat(" ", indent+4), words: strings.Fields(said)}
	return append([]string{line[:indent] + command}, below.lines(columns)...)
}

// block is text that flows together: a paragraph, or an indented line with what continues it.
type block struct {
	indent  int    // of its first line
	head    string // an indented line up to the text of its second column, with its indent
	words   []string
	example bool
}

func newBlock(line string) block {
	text := strings.TrimLeft(line, " ")
	b := block{indent: len(line) - len(text), words: strings.Fields(text)}
	if len(b.words) == 0 {
		return block{}
	}
	b.head = line[:b.indent]
	if b.indent == 0 {
		return b
	}
	b.example = b.words[0] == "pocomigrate" || b.words[0] == "echo" || b.words[0] == "source"
	if _, rest, ok := strings.Cut(text, "  "); ok {
		b.head = line[:len(line)-len(strings.TrimLeft(rest, " "))]
		b.words = strings.Fields(rest)
	}
	return b
}

// continues reports whether a line goes on with the block: in a paragraph, at the second column, or as a list that is
// longer than its line.
func (b *block) continues(next block) bool {
	switch {
	case next.indent != next.headLen():
		return false
	case b.indent < b.headLen():
		return next.indent == b.headLen()
	}
	return next.indent == b.indent && (b.indent == 0 || strings.HasSuffix(b.words[len(b.words)-1], ","))
}

func (b *block) headLen() int { return utf8.RuneCountInString(b.head) }

// lines breaks a block. The second column is given up where it leaves less than a third of the width.
func (b *block) lines(columns int) []string {
	hang := b.headLen()
	line := b.head
	var out []string
	if hang > columns*2/3 {
		out, hang = append(out, strings.TrimRight(b.head, " ")), b.indent+2
		line = strings.Repeat(" ", hang)
	}
	empty := true
	for _, w := range b.words {
		switch {
		case empty:
			line += w
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(w) <= columns:
			line += " " + w
		default:
			out = append(out, line)
			line = strings.Repeat(" ", hang) + w
		}
		empty = false
	}
	return append(out, line)
}
