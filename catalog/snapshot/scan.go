package snapshot

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// Scanner reads the lines of a file without making values of them, for those who look at few of many: it takes a small part
// of the time that [Values] takes. A line is read by Next; Text, Members and Value are about the line last read, and what
// Text and Members return is good until the next call of Next. Lines that are cut off, empty or too long are errors of
// Next; what a line says is looked at by Members and Value only. Errors name file and line.
type Scanner struct {
	lines   lineReader
	name    string
	text    []byte
	wanted  []string
	members [][]byte
	objects *objectReader
}

// NewScanner returns a scanner of a file; name stands in its errors. Members are the names of those that [Scanner.Members]
// returns the values of. It does not close r.
func NewScanner(r io.Reader, name string, members ...string) *Scanner {
	return &Scanner{
		lines: lineReader{r: bufio.NewReaderSize(r, 256<<10)}, name: name, wanted: members, members: make([][]byte, len(members)),
	}
}

// Next reads the next line; false after the last.
func (s *Scanner) Next() (bool, error) {
	line, err := s.lines.next()
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	if err == nil {
		err = checkLine(line)
	}
	if err != nil {
		return false, s.wrap(err)
	}
	s.text = line
	return true, nil
}

// Text returns the line as it stands, without its newline.
func (s *Scanner) Text() []byte { return s.text }

// At returns file and number of the line.
func (s *Scanner) At() string { return fmt.Sprintf("%s:%d", s.name, s.lines.number) }

func (s *Scanner) wrap(err error) error { return fmt.Errorf("%s: %w", s.At(), err) }

// Members returns the values of the wanted members as JSON, nil for one that the line does not have. That the line is one
// JSON object, and that no wanted member stands twice, is checked; names that are written with escapes are not found.
func (s *Scanner) Members() ([][]byte, error) {
	clear(s.members)
	v := validator{text: s.text}
	err := v.top(s.wanted, s.members)
	if err == nil && !utf8.Valid(s.text) {
		err = errors.New("not UTF-8")
	}
	if err != nil {
		return nil, s.wrap(err)
	}
	return s.members, nil
}

// Value reads the line into v as [Values] does, with all of its checks.
func (s *Scanner) Value(v any) error {
	if s.objects == nil {
		s.objects = newObjectReader()
	}
	err := s.objects.read(s.text, v)
	if c, checks := v.(interface{ Check() error }); checks && err == nil {
		err = c.Check()
	}
	if err != nil {
		return s.wrap(err)
	}
	return nil
}

// String returns what a JSON string says; "" for nil.
func String(token []byte) (string, error) {
	if token == nil {
		return "", nil
	}
	if token[0] != '"' {
		return "", fmt.Errorf("want a string, found %.20s", token)
	}
	says, err := unquote(token)
	return string(says), err
}

// Strings calls yield with what each string of a JSON array of strings says, until it returns false; nil has none. What
// yield is given is good until it returns.
func Strings(array []byte, yield func([]byte) bool) error {
	if bytes.IndexByte(array, '\\') >= 0 || !bytes.HasPrefix(array, []byte("[")) {
		var list []string
		if array == nil {
			return nil
		}
		if err := json.Unmarshal(array, &list); err != nil {
			return err
		}
		for _, text := range list {
			if !yield([]byte(text)) {
				return nil
			}
		}
		return nil
	}
	quote := []byte(`"`)
	for _, rest, more := bytes.Cut(array, quote); more; _, rest, more = bytes.Cut(rest, quote) {
		var text []byte
		if text, rest, _ = bytes.Cut(rest, quote); !yield(text) {
			return nil
		}
	}
	return nil
}
