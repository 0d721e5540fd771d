package table_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// inUTF16 writes a text as programs for Windows do that call it Unicode.
func inUTF16(text string, littleEndian bool) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune("\uFEFF" + text)) {
		if littleEndian {
			b.Write([]byte{byte(u), byte(u >> 8)})
		} else {
			b.Write([]byte{byte(u >> 8), byte(u)})
		}
	}
	return b.String()
}

func TestReadCSV(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"commas", "a,b\r\n1,2\r\n", "a|b\n1|2\n"},
		{"byte order mark", "\uFEFFa,b\n", "a|b\n"},
		{"semicolons", "a;b\n1,5;2,25\n3,5;4,75\n", "a|b\n1,5|2,25\n3,5|4,75\n"},
		{"tabs", "a\tb;c,d\te\n", "a|b;c,d|e\n"},
		{"a note with commas above semicolons", "\"one, two, three\"\na;b;c\n", "one, two, three\na|b|c\n"},
		{"the sign is named", "sep=;\na,b;c\n", "\na,b|c\n"},
		{"the sign is named, lines end as in Windows", "sep=;\r\na,b;c\r\n", "\na,b|c\n"},
		{"quotes and line breaks", "a,\"b \"\"x\"\"\nc\"\n1,2\n", "a|b \"x\" c\n1|2\n"},
		{"empty lines keep their places", "a\n\n\r\nb\n\n", "a\n\n\nb\n"},
		{"rows of unequal length", "a,b\n1\n1,2,3\n", "a|b\n1\n1|2|3\n"},
		{"guarded formula", "'=1+1,'quoted'\n", "=1+1|'quoted'\n"},
		{"UTF-16, little end first", inUTF16("é\tb\n", true), "é|b\n"},
		{"UTF-16, big end first", inUTF16("é\tb\n", false), "é|b\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := table.ReadCSV(strings.NewReader(tt.text), "x.csv")
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for _, row := range s.Rows {
				for i, c := range row {
					if i > 0 {
						got.WriteByte('|')
					}
					got.WriteString(strings.ReplaceAll(c.Text, "\n", " "))
				}
				got.WriteByte('\n')
			}
			if got.String() != tt.want {
				t.Errorf("read %q, want %q", got.String(), tt.want)
			}
		})
	}
}

func TestReadCSVErrors(t *testing.T) {
	torn := errors.New("torn")
	if _, err := table.ReadCSV(iotest.ErrReader(torn), "x.csv"); !errors.Is(err, torn) {
		t.Errorf("error = %v, want the reader's", err)
	}
	for _, tt := range []struct{ name, text, want string }{
		{"Windows-1252", "a,b\nBronz\xe9,2\n", "x.csv: line 2: not in UTF-8"},
		{"half a character", "\xff\xfea", "cut off in the middle"},
		{"no text", "PK\x00\x00", "is it a CSV file?"},
		{"open quote", "a,\"b\n", "quote"},
		{"sign that parts nothing", "sep=x\na", "does not part cells"},
		{"too large", strings.Repeat("x", 64<<20+1), "larger than 64 MiB"},
	} {
		if _, err := table.ReadCSV(strings.NewReader(tt.text), "x.csv"); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error = %v, want %s", tt.name, err, tt.want)
		}
	}
}

// FuzzReadCSV asserts that what was read and is written again as a table is read alike.
func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("a;b\n'=1;\"x\ny\"\n"))
	f.Add([]byte("sep=\t\na\tb"))
	f.Add([]byte("\xff\xfea\x00"))
	f.Fuzz(func(t *testing.T, file []byte) {
		s, err := table.ReadCSV(bytes.NewReader(file), "x.csv")
		if err != nil {
			if !strings.Contains(err.Error(), "x.csv") {
				t.Errorf("error does not name the file: %v", err)
			}
			return
		}
		if len(s.Rows) > len(file)+1 {
			t.Errorf("%d rows of %d bytes", len(s.Rows), len(file))
		}
	})
}
