package snapshot

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// maxLine is the longest line that is written or read, without its newline. A variant needs about one kilobyte; the
// bound keeps a file that is no snapshot from filling the memory.
const maxLine = 16 << 20

// Values reads a file of one JSON object a line and yields the values in the order of the file; name stands in its errors,
// which have the form "snapshot/variants.jsonl:17: unknown field "colour"". It ends after the first error, with or without
// a value beside it, and does not close r. Nothing is passed over in silence: an unknown field, a field given twice, a
// value of the wrong type, an empty line, a line over 16 MiB, a last line without its newline, which was torn while being
// written, and a value whose method Check() error says no are errors. A file without bytes holds no values. Order and
// uniqueness of the lines are not checked, nor is the letter case of field names, which encoding/json ignores.
func Values[T any](r io.Reader, name string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		lines := lineReader{r: bufio.NewReaderSize(r, 64<<10)}
		objects := newObjectReader()
		for {
			line, err := lines.next()
			if errors.Is(err, io.EOF) {
				return
			}
			var v T
			if err == nil {
				err = objects.read(line, &v)
			}
			if c, checks := any(v).(interface{ Check() error }); checks && err == nil {
				err = c.Check()
			}
			if err != nil {
				yield(v, fmt.Errorf("%s:%d: %w", name, lines.number, err))
				return
			}
			if !yield(v, nil) {
				return
			}
		}
	}
}

// Decode reads a whole file as [Values] does: all of its values, or none where one cannot be read.
func Decode[T any](r io.Reader, name string) ([]T, error) {
	var values []T
	for v, err := range Values[T](r, name) {
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, nil
}

// objectReader reads JSON objects one after the other. After an error it reads no more.
type objectReader struct {
	dec    *json.Decoder // of all texts, so that its buffer is made once
	text   bytes.Reader  // what the decoder has yet to see of the text that is read
	before int64         // length of all texts before
	form   canonical
}

func newObjectReader() *objectReader {
	o := &objectReader{}
	o.dec = json.NewDecoder(&o.text)
	o.dec.DisallowUnknownFields()
	return o
}

// read reads text, which must be one JSON object and nothing else, into v.
func (o *objectReader) read(text []byte, v any) error {
	if err := checkLine(text); err != nil {
		return err
	}
	o.text.Reset(text)
	if err := o.dec.Decode(v); err != nil {
		return o.explain(err)
	}
	end := o.dec.InputOffset() - o.before
	if rest := bytes.TrimSpace(text[end:]); len(rest) > 0 {
		return fmt.Errorf("something follows the object, at byte %d", end+1)
	}
	o.before += int64(len(text))
	// encoding/json lets the last of two equal names win; finding the canonical form finds them.
	_, err := o.form.of(text)
	return err
}

// checkLine says why text cannot be a line, before anybody looks at what it says.
func checkLine(text []byte) error {
	switch start := bytes.TrimLeft(text, " \t\r\n"); {
	case len(text) > maxLine:
		return fmt.Errorf("the line is longer than %d MiB", maxLine>>20)
	case len(start) == 0:
		return errors.New("the line is empty")
	case start[0] != '{':
		return fmt.Errorf("want a JSON object, found %.20q", start)
	}
	return nil
}

// explain says what encoding/json found wrong in the words of a reader who has the text before them.
func (o *objectReader) explain(err error) error {
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("field %q: want %s, found %s", e.Field, e.Type, e.Value)
	}
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("not JSON at byte %d: %w", e.Offset-o.before, e)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the object does not end")
	}
	return errors.New(strings.TrimPrefix(err.Error(), "json: "))
}

// lineReader reads lines of at most maxLine bytes.
type lineReader struct {
	r      *bufio.Reader
	number int    // of the line last read, from 1
	long   []byte // a line that does not fit the buffer of r
}

// next returns the next line without its newline, good until the next call; io.EOF after the last.
func (l *lineReader) next() ([]byte, error) {
	l.number++
	l.long = l.long[:0]
	for {
		part, err := l.r.ReadSlice('\n')
		switch {
		case err == nil && len(l.long) == 0:
			return part[:len(part)-1], nil
		case err == nil:
			l.long = append(l.long, part[:len(part)-1]...)
			return l.long, nil
		case errors.Is(err, bufio.ErrBufferFull):
			if l.long = append(l.long, part...); len(l.long) > maxLine {
				return nil, checkLine(l.long)
			}
		case !errors.Is(err, io.EOF):
			return nil, err
		case len(l.long)+len(part) > 0:
			return nil, errors.New("the last line has no newline: the file was cut off")
		default:
			return nil, io.EOF
		}
	}
}
