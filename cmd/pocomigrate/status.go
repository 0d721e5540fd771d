package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// The exit statuses, the same for every command (help exit-codes).
const (
	statusFine        = 0
	statusNo          = 1 // the answer is no: changes, conflicts, faults found
	statusTrouble     = 2 // trouble or misuse
	statusGaps        = 3 // done, but expected pages are unknown
	statusInterrupted = 130
)

// statusError ends a command with a status of its own. An empty text prints nothing: the command has said it already.
type statusError struct {
	status int
	text   string
}

func (e *statusError) Error() string { return e.text }

// usageError is a wrong command line; it is printed with a line that says where help is.
type usageError struct {
	text    string
	command string
}

func (e *usageError) Error() string { return e.text }

// hintError adds a line that says what to do next.
type hintError struct {
	err  error
	hint string
}

func (e *hintError) Error() string { return e.err.Error() }

func (e *hintError) Unwrap() error { return e.err }

// report prints why a command ended and returns its exit status.
func report(ctx context.Context, w io.Writer, err error) int {
	if err == nil {
		return statusFine
	}
	if status, ok := errors.AsType[*statusError](err); ok {
		say(w, status.text)
		return status.status
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		say(w, "interrupted; files are whole or as they were")
		if hint, ok := errors.AsType[*hintError](err); ok {
			say(w, hint.hint)
		}
		return statusInterrupted
	}
	say(w, err.Error())
	if usage, ok := errors.AsType[*usageError](err); ok {
		say(w, "see '"+usage.command+" --help'")
	}
	if hint, ok := errors.AsType[*hintError](err); ok {
		say(w, hint.hint)
	}
	return statusTrouble
}

// say prints text for a person, each line under the program's name. On a terminal a line that is too long goes on below itself.
func say(w io.Writer, text string) {
	columns := 0
	if isTerminal(w) {
		columns = width(w)
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
