package table

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// WriteCSV writes the header and the rows of a sheet as comma-separated values for people who open them in a spreadsheet
// program: UTF-8 with a byte order mark, lines ended by CR LF (RFC 4180), cells as [Cell.String] gives them. Heading,
// notes and totals are left out.
//
// A text that such a program might run as a formula gets an apostrophe in front, as OWASP advises on CSV injection; numbers,
// prices and dates of our own are left as they are. CSV cannot say that a code of digits is text: a program that opens
// the file may drop its leading zeros, which a workbook prevents.
func WriteCSV(w io.Writer, s Sheet) error {
	if err := s.Check(); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	_, err := io.WriteString(w, "\uFEFF")
	out := csv.NewWriter(w)
	out.UseCRLF = true
	record := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		record[i] = guard(c.Header)
	}
	if err == nil {
		err = out.Write(record)
	}
	for row := range s.All() {
		if err != nil {
			break
		}
		clear(record)
		for i, c := range row[:min(len(row), len(record))] {
			record[i] = c.csv()
		}
		err = out.Write(record)
	}
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	if err != nil {
		return fmt.Errorf("write csv of sheet %q: %w", s.Name, err)
	}
	return nil
}

func (c Cell) csv() string {
	if c.Kind == Text || c.Kind == Link || c.Kind == Picture {
		return guard(c.String())
	}
	return c.String()
}

// guard disarms text that begins as a formula does. Excel starts one at = + - @, and after a tab or line break it drops;
// the full-width signs are what an East Asian Excel reads alike.
func guard(text string) string {
	if first, _ := utf8.DecodeRuneInString(text); strings.ContainsRune("=+-@\t\r\n\x00＝＋－＠", first) {
		return "'" + text
	}
	return text
}
