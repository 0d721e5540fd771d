package snapshot

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// Line is a value that can be stored as one line of a file. Its law: LineKey depends on the value alone, and the value
// marshals to a JSON object, the same bytes every time.
type Line interface {
	// LineKey returns the text by whose bytes the lines of a file are sorted.
	LineKey() string
}

// Encode returns a file with one line for each value, sorted by key, each ending in a newline; no values give no bytes.
// The order of values does not matter, and values is left as it is. Two values with one key are an error that names the
// key, even when they are equal. So are a value that JSON cannot hold (NaN, infinity), that is not an object, that names
// one member twice, or that fills more than the 16 MiB that [Decode] reads. Text that is not UTF-8 is stored with U+FFFD
// in place of each bad byte.
func Encode[T Line](values []T) ([]byte, error) {
	lines, err := encodeLines(values)
	if err != nil {
		return nil, err
	}
	for i := 1; i < len(lines); i++ {
		if lines[i].key == lines[i-1].key {
			return nil, fmt.Errorf("encode %T %q: two values have this key", values[0], lines[i].key)
		}
	}
	return join(lines), nil
}

// EncodeRepeated is [Encode] for values of which several may share a key, such as the sources of one field. Lines with
// equal keys are sorted by their bytes, and equal lines are kept as often as they were given.
func EncodeRepeated[T Line](values []T) ([]byte, error) {
	lines, err := encodeLines(values)
	if err != nil {
		return nil, err
	}
	return join(lines), nil
}

// encoded is one finished line, without its newline, and the key that it is sorted by.
type encoded struct {
	key  string
	text []byte
}

func encodeLines[T Line](values []T) ([]encoded, error) {
	lines := make([]encoded, len(values))
	var form canonical
	var buf bytes.Buffer
	marshal := json.NewEncoder(&buf)
	marshal.SetEscapeHTML(false)
	for i, v := range values {
		key := v.LineKey()
		buf.Reset()
		if err := marshal.Encode(v); err != nil {
			return nil, fmt.Errorf("encode %T %q: %w", v, key, err)
		}
		text, err := form.of(buf.Bytes())
		if err == nil {
			err = checkLine(text)
		}
		if err != nil {
			return nil, fmt.Errorf("encode %T %q: %w", v, key, err)
		}
		lines[i] = encoded{key, bytes.Clone(text)}
	}
	slices.SortFunc(lines, func(a, b encoded) int {
		return cmp.Or(cmp.Compare(a.key, b.key), bytes.Compare(a.text, b.text))
	})
	return lines, nil
}

func join(lines []encoded) []byte {
	size := 0
	for _, l := range lines {
		size += len(l.text) + 1
	}
	out := make([]byte, 0, size)
	for _, l := range lines {
		out = append(append(out, l.text...), '\n')
	}
	return out
}
