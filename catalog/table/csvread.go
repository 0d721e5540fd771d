package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxCSV bounds a CSV file that is read: a review of 50,000 rows takes about a third of it.
const maxCSV = 64 << 20

// ReadCSV reads comma-separated values that a person may have saved with any spreadsheet program: with commas, semicolons or
// tabs between them (the sign that stands most often in the first line, quoted text aside, or the one that a line "sep=;"
// names), quoted where need be, in UTF-8 with or without a byte order mark, or in UTF-16 with one. The sheet has rows of
// text cells, which stay at their places; a line break within a cell does not shift them. What [WriteCSV] put before a text that looks
// like a formula is taken away again.
//
// The name stands in errors. Text in another encoding, such as Windows-1252, is an error and not guessed at.
func ReadCSV(r io.Reader, name string) (Sheet, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxCSV+1))
	if err != nil {
		return Sheet{}, fmt.Errorf("read %s: %w", name, err)
	}
	if len(data) > maxCSV {
		return Sheet{}, fmt.Errorf("read %s: larger than %d MiB", name, maxCSV>>20)
	}
	text, err := decodeText(data)
	if err != nil {
		return Sheet{}, fmt.Errorf("read %s: %w", name, err)
	}
	rows, err := splitCSV(text)
	if err != nil {
		return Sheet{}, fmt.Errorf("read %s: %w", name, err)
	}
	return Sheet{Name: "CSV", Rows: rows}, nil
}

// decodeText returns the text of a file.
func decodeText(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return decodeUTF16(data[2:], func(b []byte) uint16 { return uint16(b[0]) | uint16(b[1])<<8 })
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decodeUTF16(data[2:], func(b []byte) uint16 { return uint16(b[1]) | uint16(b[0])<<8 })
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	line := 0
	for text := range bytes.Lines(data) {
		line++
		if !utf8.Valid(text) {
			return "", fmt.Errorf("line %d: not in UTF-8, perhaps in Windows-1252: save it as \"CSV UTF-8\", or as .xlsx", line)
		}
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return "", errors.New("it holds zero bytes: is it a CSV file?")
	}
	return string(data), nil
}

func decodeUTF16(data []byte, unit func([]byte) uint16) (string, error) {
	if len(data)%2 != 0 {
		return "", errors.New("cut off in the middle of a UTF-16 character")
	}
	units := make([]uint16, 0, len(data)/2)
	for ; len(data) > 0; data = data[2:] {
		units = append(units, unit(data))
	}
	return string(utf16.Decode(units)), nil
}

func splitCSV(text string) ([][]Cell, error) {
	first, rest, _ := strings.Cut(text, "\n")
	first = strings.TrimRight(first, "\r")
	comma := separator(text)
	var rows [][]Cell
	if sign, named := strings.CutPrefix(strings.ToLower(first), "sep="); named && len(sign) == 1 {
		text, comma = rest, rune(sign[0])
		rows = append(rows, nil)
	}
	if !strings.ContainsRune(",;\t|", comma) {
		return nil, fmt.Errorf("%q does not part cells: use a comma, a semicolon or a tab", comma)
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.FieldsPerRecord = comma, -1
	for at := int64(0); ; at = in.InputOffset() {
		record, err := in.Read()
		for raw := text[at:in.InputOffset()]; strings.HasPrefix(strings.TrimLeft(raw, "\r"), "\n"); _, raw, _ = strings.Cut(raw, "\n") {
			rows = append(rows, nil) // a line that is left out by the library
		}
		if errors.Is(err, io.EOF) {
			return trimRows(rows), nil
		}
		if err != nil {
			return nil, err
		}
		row := make([]Cell, len(record))
		for i, text := range record {
			row[i] = TextCell(unguard(text))
		}
		rows = append(rows, row)
	}
}

// trimRows leaves out the empty rows at the end.
func trimRows(rows [][]Cell) [][]Cell {
	for len(rows) > 0 && len(rows[len(rows)-1]) == 0 {
		rows = rows[:len(rows)-1]
	}
	return rows
}

// separator returns the sign that stands most often in the first record, quoted text aside.
func separator(text string) rune {
	best, count := ',', map[rune]int{}
	quoted := false
	for _, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '\n' && len(count) > 0:
			return best
		case r == ',' || r == ';' || r == '\t':
			if count[r]++; count[r] > count[best] {
				best = r
			}
		}
	}
	return best
}

// unguard takes away what guard put before a text.
func unguard(text string) string {
	if rest, ok := strings.CutPrefix(text, "'"); ok && guard(rest) != rest {
		return rest
	}
	return text
}
