package ledger

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/pocomigrate/pocomigrate/mapping"
)

// maxLine bounds one line of the ledger. A ruling on a product lists the identities of all its variants, a long note takes a
// few kilobytes.
const maxLine = 1 << 20

// Ledger is what a file holds, in its order. The zero Ledger holds nothing.
type Ledger struct {
	Lines []Line
}

// Read reads a ledger; blank lines are allowed. It is strict, for a decision misread is worse than none: an unknown field,
// an unknown ruling or scope, a decision that does not say what it concerns, a line that was cut off, or one that takes
// back what no earlier line says, is an error that names the line. The name stands in errors.
func Read(r io.Reader, name string) (*Ledger, error) {
	scan := bufio.NewScanner(r)
	scan.Buffer(nil, maxLine)
	out := &Ledger{}
	known := map[string]bool{}
	n := 0
	for scan.Scan() {
		n++
		text := bytes.TrimSpace(scan.Bytes())
		if len(text) == 0 {
			continue
		}
		l, err := decode(text)
		if err == nil {
			err = l.checkUndo(known)
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		l.Number = n
		known[l.Digest] = true
		out.Lines = append(out.Lines, l)
	}
	if err := scan.Err(); errors.Is(err, bufio.ErrTooLong) {
		return nil, fmt.Errorf("%s:%d: line longer than %d bytes: is this a ledger?", name, n+1, maxLine)
	} else if err != nil {
		return nil, fmt.Errorf("read ledger %s: %w", name, err)
	}
	return out, nil
}

func (l Line) checkUndo(known map[string]bool) error {
	for _, digest := range l.Undo {
		if !known[digest] {
			return fmt.Errorf("it takes back %q, which no line before it is: were lines changed, or put in another order?", digest)
		}
	}
	return nil
}

// TakenBack returns the numbers of the lines, of either kind, that are taken back by a line after them which is not taken
// back itself.
func (l *Ledger) TakenBack() map[int]bool {
	named, out := map[string]bool{}, map[int]bool{}
	for _, line := range slices.Backward(l.Lines) {
		if named[line.Digest] {
			out[line.Number] = true
			continue
		}
		for _, digest := range line.Undo {
			named[digest] = true
		}
	}
	return out
}

// Standing returns the decisions that are not taken back, oldest first.
func (l *Ledger) Standing() []Line {
	back := l.TakenBack()
	var out []Line
	for _, line := range l.Lines {
		if len(line.Undo) == 0 && !back[line.Number] {
			out = append(out, line)
		}
	}
	return out
}

// Decisions returns what the standing lines say, in their order.
func (l *Ledger) Decisions() []mapping.Decision {
	var out []mapping.Decision
	for _, line := range l.Standing() {
		out = append(out, line.Decision)
	}
	return out
}
