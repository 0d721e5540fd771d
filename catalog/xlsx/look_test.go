package xlsx

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// described says in words how a style looks.
func described(s *excelize.Style) string {
	var words []string
	add := func(is bool, format string, args ...any) {
		if is {
			words = append(words, fmt.Sprintf(format, args...))
		}
	}
	if f := s.Font; f != nil {
		add(f.Size > 0, "%g", f.Size)
		add(f.Bold, "bold")
		add(f.Italic, "italic")
		add(f.Color != "", "%s", f.Color)
		add(f.Underline != "", "underlined")
	}
	add(len(s.Fill.Color) > 0, "on %s", strings.Join(s.Fill.Color, " "))
	if a := s.Alignment; a != nil {
		add(a.Vertical != "", "%s", a.Vertical)
		add(a.Horizontal != "", "%s %d", a.Horizontal, a.Indent)
		add(a.WrapText, "wrapped")
	}
	for _, b := range s.Border {
		add(true, "%s %d %s", b.Type, b.Style, b.Color)
	}
	if s.CustomNumFmt != nil {
		add(true, "as %s", *s.CustomNumFmt)
	}
	return strings.Join(words, ", ")
}

// TestStyles: how each part of a sheet looks, in words that can be read over.
func TestStyles(t *testing.T) {
	for _, tt := range []struct {
		s    style
		want string
	}{
		{style{}, "11, top"},
		{style{part: heading}, "16, bold, 1F3864, top"},
		{style{part: note}, "11, center"},
		{style{part: header}, "11, bold, FFFFFF, on 1F3864, center, wrapped"},
		{style{part: header, role: table.ForInput}, "11, bold, FFFFFF, on 833C0B, center, wrapped"},
		{style{part: header, role: table.ForProgram}, "11, bold, FFFFFF, on 595959, center, wrapped"},
		{style{part: totals, format: "#,##0"}, "11, bold, top, top 1 000000, bottom 6 000000, as #,##0"},
		{style{role: table.ForInput}, "11, on FFF9E5, top, left 1 BFBFBF, right 1 BFBFBF, top 1 BFBFBF, bottom 1 BFBFBF"},
		{style{role: table.ForProgram}, "11, 595959, top"},
		{style{link: true}, "11, 0B5394, underlined, top"},
		{style{wrap: true, right: true}, "11, top, right 1, wrapped"},
	} {
		if got := described(tt.s.excel()); got != tt.want {
			t.Errorf("%+v looks %q, want %q", tt.s, got, tt.want)
		}
	}
}

// TestLooks: each look differs from the others in black and white, too.
func TestLooks(t *testing.T) {
	for look, want := range map[table.Look]string{
		table.Calm:   "1F3864, on DDEBF7",
		table.Notice: "italic, 000000, on FCE4D6",
		table.Alarm:  "bold, 000000, on F4B183, left 1 000000, right 1 000000, top 1 000000, bottom 1 000000",
		table.Done:   "italic, 595959",
	} {
		if got := described(lookStyle(look)); got != want {
			t.Errorf("look %d is %q, want %q", look, got, want)
		}
	}
}

// TestMarked: pieces stand out where they first stand, whatever their case, and the text stays what it was.
func TestMarked(t *testing.T) {
	for _, tt := range []struct {
		text   string
		pieces []string
		want   string // loud pieces in brackets
	}{
		{"POCO F6 Black", []string{"f6"}, "POCO [F6] Black"},
		{"POCO F6 Black", []string{"black", "POCO"}, "[POCO] F6 [Black]"},
		{"F6 and F6", []string{"F6"}, "[F6] and F6"},
		{"POCO F6", []string{"POCO F6"}, "[POCO F6]"},
		{"POCO F6 Pro", []string{"F6 Pro", "Pro"}, "POCO [F6 Pro]"},
		{"POCO F6 Pro", []string{"POCO F6", "F6 Pro"}, "[POCO F6] Pro"},
		{"POCO F6", []string{"X6", ""}, ""},
		{"POCO F6", nil, ""},
		{"İstanbul POCO F6", []string{"F6"}, "İstanbul POCO [F6]"}, // shorter in small letters, and so as it is written
		{"İstanbul POCO F6", []string{"f6"}, ""},
		{"Istanbul POCO F6", []string{"İstanbul", "F6"}, "[Istanbul] POCO [F6]"},
	} {
		var got, whole strings.Builder
		for _, run := range marked(tt.text, tt.pieces) {
			whole.WriteString(run.Text)
			if run.Font.Bold {
				got.WriteString("[" + run.Text + "]")
			} else {
				got.WriteString(run.Text)
			}
		}
		if got.String() != tt.want || whole.String() != "" && whole.String() != tt.text {
			t.Errorf("%q in %q: %q, want %q", tt.pieces, tt.text, got.String(), tt.want)
		}
	}
}

// TestWrappedLines: as many lines as a column of so many characters needs, so that rows are high enough.
func TestWrappedLines(t *testing.T) {
	for _, tt := range []struct {
		text   string
		across int
		want   int
	}{
		{"", 10, 0},
		{"one", 10, 1},
		{"one two", 7, 1},
		{"one two", 6, 2},
		{"one two three", 7, 2},
		{"one\ntwo", 10, 2},
		{"one\n\ntwo", 10, 3},
		{"abcdefghij", 10, 1},
		{"abcdefghijk", 10, 2},
		{"abcdefghijklmnopqrstu", 10, 3},
		{"ab abcdefghijk", 10, 3},
		{"éééééééééé", 10, 1},
		{"one two", 0, 2},
	} {
		if got := wrappedLines(tt.text, tt.across); got != tt.want {
			t.Errorf("%q over %d characters takes %d lines, want %d", tt.text, tt.across, got, tt.want)
		}
	}
}

// TestNumberFormats: a currency shows as its own region writes it, and an odd code cannot break a format.
func TestNumberFormats(t *testing.T) {
	for _, tt := range []struct {
		c    table.Cell
		want string
	}{
		{table.TextCell("7"), ""},
		{table.IntegerCell(7), "#,##0"},
		{table.DecimalCell(6.67, 2), "0.00"},
		{table.DecimalCell(6, 0), "0"},
		{table.DecimalCell(6, 99), "0." + strings.Repeat("0", 30)},
		{table.PercentCell(0.5), "0.0%"},
		{table.MoneyCell(1, "GBP", 2), "[$£-809]#,##0.00"},
		{table.MoneyCell(1, "EUR", 2), "#,##0.00 [$€-2]"},
		{table.MoneyCell(1, "USD", 2), "[$$-409]#,##0.00"},
		{table.MoneyCell(1, "JPY", 0), "#,##0 [$JPY]"},
		{table.MoneyCell(1, "a]b\"c1", 2), "#,##0.00 [$ABC]"},
		{table.MoneyCell(1, "INR", 0), `[>=10000000][$₹-4009] ##\,##\,##\,##0;[>=100000][$₹-4009] ##\,##\,##0;[$₹-4009] #,##0`},
	} {
		if got := numberFormat(tt.c); got != tt.want {
			t.Errorf("format of %+v is %q, want %q", tt.c, got, tt.want)
		}
	}
}

// TestPictureLimits: a sheet takes so many pictures and so many bytes of them; the rest stand as words.
func TestPictureLimits(t *testing.T) {
	full := sheetWriter{pictures: make([]placed, maxPictures)}
	png := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89")
	picture := table.PictureCell(png, "the phone")
	if full.takePicture(0, 0, picture) {
		t.Error("more pictures are taken than a sheet may hold")
	}
	large := sheetWriter{pictureBytes: maxPictureBytes}
	if large.takePicture(0, 0, picture) {
		t.Error("more bytes of pictures are taken than a sheet may hold")
	}
	fresh := sheetWriter{}
	if !fresh.takePicture(0, 0, picture) || !fresh.takePicture(1, 0, picture) || len(fresh.pictures) != 2 || fresh.pictureBytes != len(png) {
		t.Errorf("%d pictures of %d bytes", len(fresh.pictures), fresh.pictureBytes)
	}
	if fresh.takePicture(2, 0, table.Cell{Kind: table.Picture, Text: "the phone"}) {
		t.Error("a picture without an image is taken")
	}
}
