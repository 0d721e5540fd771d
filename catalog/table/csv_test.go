package table_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

func TestWriteCSV(t *testing.T) {
	s := table.Sheet{
		Name: "Matched", Heading: "Heading", Notes: []string{"A note."}, Columns: columns("Title", "Price", "Captured", "Page"),
		Rows: [][]table.Cell{
			{
				table.TextCell(`POCO C75, "Gold"`), table.MoneyCell(12999900, "INR", 2),
				table.DateCell(time.Date(2024, 11, 3, 0, 0, 0, 0, time.UTC)), table.LinkCell("https://www.poco.in/", "old page"),
			},
			{table.TextCell("=1+1"), table.MoneyCell(-500, "GBP", 2)},
			{},
		},
		Totals: []table.Cell{table.TextCell("All")},
	}
	var out bytes.Buffer
	if err := table.WriteCSV(&out, s); err != nil {
		t.Fatal(err)
	}
	want := "\uFEFFTitle,Price,Captured,Page\r\n" +
		`"POCO C75, ""Gold""",129999.00 INR,2024-11-03,https://www.poco.in/` + "\r\n" +
		"'=1+1,-5.00 GBP,,\r\n" +
		",,,\r\n"
	if out.String() != want {
		t.Errorf("WriteCSV wrote\n%q, want\n%q", out.String(), want)
	}
}

func TestWriteCSVDisarmsFormulas(t *testing.T) {
	for _, text := range []string{
		"=1+1", `=HYPERLINK("https://x","y")`, "=cmd|'/C calc'!A0", "+SUM(A1)", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", "＝1", "＋1", "－1", "＠1",
	} {
		if got := field(t, table.TextCell(text)); !strings.HasPrefix(got, "'") {
			t.Errorf("text %q is written as %q, without an apostrophe", text, got)
		}
	}
	for _, c := range []table.Cell{
		table.IntegerCell(-3), table.DecimalCell(-0.5, 1), table.PercentCell(-0.1), table.MoneyCell(-1, "EUR", 2),
		table.TextCell("7-11"), table.TextCell("0690123456789"), table.TextCell("'quoted'"),
	} {
		if got := field(t, c); got != c.String() {
			t.Errorf("%q is written as %q", c, got)
		}
	}
}

// field returns what a CSV reader makes of one cell.
func field(t *testing.T, c table.Cell) string {
	t.Helper()
	var out bytes.Buffer
	if err := table.WriteCSV(&out, table.Sheet{Name: "S", Columns: columns("A", "B"), Rows: [][]table.Cell{{c}}}); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\uFEFF"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records[1][0]
}

func TestWriteCSVErrors(t *testing.T) {
	if err := table.WriteCSV(&bytes.Buffer{}, table.Sheet{Name: "S", Columns: columns("A", "A")}); err == nil {
		t.Error("a header given twice is no error")
	}
	full := errors.New("disk full")
	rows := make([][]table.Cell, 5000)
	if err := table.WriteCSV(failing{full}, table.Sheet{Name: "S", Columns: columns("A"), Rows: rows}); !errors.Is(err, full) {
		t.Errorf("error = %v, want the writer's", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// FuzzWriteCSV asserts that whatever a shop writes, no field of the file begins a formula.
func FuzzWriteCSV(f *testing.F) {
	for _, s := range []string{"POCO C75", "=1+1", "\x00", "'=", "\"", "\r\n-1", "＝", "\xff="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := field(t, table.TextCell(text))
		if got != "" && strings.ContainsAny(got[:1], "=+-@\t\r\n\x00") {
			t.Errorf("text %q is written as %q", text, got)
		}
	})
}
