package snapshot

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// Line is a value that can be stored as one line of a file. Its law: LineKey depends on the value alone, and the value
// marshals to a JSON object, the same bytes every time.
type Line interface {
	// LineKey returns the text by whose bytes the lines of a file are sorted.
	LineKey() string
}

// Write writes a file with one line for each value, sorted by key, each ending in a newline; no values give no bytes. The
// order of values does not matter, and values is left as it is. Two values with one key are an error that names the key,
// even when they are equal. So are a value that JSON cannot hold (NaN, infinity), that is not an object, that names one
// member twice, or that fills more than the 16 MiB that [Decode] reads. What was written before an error stays written.
// Text that is not UTF-8 is stored with U+FFFD in place of each bad byte. Lines are made one at a time, so that a file
// takes no more memory than its longest; w should be buffered.
func Write[T Line](w io.Writer, values []T) error {
	sorted := make([]keyed, len(values))
	for i, v := range values {
		sorted[i] = keyed{v.LineKey(), i}
	}
	slices.SortFunc(sorted, func(a, b keyed) int { return cmp.Compare(a.key, b.key) })
	line := newLineWriter(w)
	for i, at := range sorted {
		v := &values[at.index]
		if i > 0 && at.key == sorted[i-1].key {
			return fmt.Errorf("encode %T %q: two values have this key", *v, at.key)
		}
		if err := line.write(v); err != nil {
			return fmt.Errorf("encode %T %q: %w", *v, at.key, err)
		}
	}
	return nil
}

// Encode returns what [Write] writes, and nothing beside an error.
func Encode[T Line](values []T) ([]byte, error) {
	var b bytes.Buffer
	if err := Write(&b, values); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// keyed is the place of a value under its key.
type keyed struct {
	key   string
	index int
}

// lineWriter writes values as canonical lines.
type lineWriter struct {
	w       io.Writer
	form    canonical
	buf     bytes.Buffer
	marshal *json.Encoder
}

func newLineWriter(w io.Writer) *lineWriter {
	l := &lineWriter{w: w}
	l.marshal = json.NewEncoder(&l.buf)
	l.marshal.SetEscapeHTML(false)
	return l
}

func (l *lineWriter) write(v any) error {
	l.buf.Reset()
	if err := l.marshal.Encode(v); err != nil {
		return err
	}
	text, err := l.form.of(l.buf.Bytes())
	if err == nil {
		err = checkLine(text)
	}
	if err != nil {
		return err
	}
	_, err = l.w.Write(append(text, '\n'))
	return err
}
