package terminal

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// Say prints text for a person, each line under the program's name. On a terminal a line that is too long goes on below itself.
func Say(w io.Writer, text string) {
	columns := 0
	if IsTerminal(w) {
		columns = TextWidth(w)
	}
	for line := range strings.Lines(text) {
		fmt.Fprintln(w, hanging("pocomigrate: "+strings.TrimRight(line, "\n"), columns))
	}
}

// hanging breaks a line at spaces where it is longer than so many columns, and indents what follows the first break: below the
// text where the line has a label of the summary, and by two columns more than the program's name elsewhere. A word is never
// broken. Without columns the line is returned as it is.
func hanging(line string, columns int) string {
	indent := len("pocomigrate: ") + 2
	if label := labelled.FindString(line); label != "" {
		indent = len(label)
	}
	var out strings.Builder
	for rest := line; ; {
		runes := []rune(rest)
		end := columns
		if columns == 0 || len(runes) <= columns {
			return out.String() + rest
		}
		for end > indent && runes[end] != ' ' {
			end--
		}
		if end == indent { // one long word: it is left whole
			for end = columns; end < len(runes) && runes[end] != ' '; end++ {
			}
		}
		if end == len(runes) {
			return out.String() + rest
		}
		out.WriteString(string(runes[:end]) + "\n")
		rest = strings.Repeat(" ", indent) + strings.TrimLeft(string(runes[end:]), " ")
	}
}

// labelled finds the label that a line of the summary begins with, and the room behind it.
var labelled = regexp.MustCompile(`^pocomigrate: [a-z]+ {2,}`)
