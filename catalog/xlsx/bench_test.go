package xlsx_test

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
)

// rowsOf100k is the size that a workbook is promised to be written in, as fast as its library writes the same cells bare.
const rowsOf100k = 100_000

// listing computes row i of a made-up catalogue of 20 columns by closed formulas, in cells of each kind.
func listing(i int, row []table.Cell) []table.Cell {
	hash := func(k int) int {
		h := uint32(i)*2654435761 + uint32(k)*40503 + 12345
		return int(h ^ h>>13)
	}
	region := []string{"global", "uk", "fr", "de", "in", "es", "it", "id", "ru", "my", "th", "tr"}[hash(1)%12]
	sku := "POCO-" + strconv.Itoa(hash(2)%100_000)
	model := []string{"F6", "F6 Pro", "X6", "X6 Pro", "M6", "M6 Pro", "C65", "C75", "X7 Pro"}[hash(3)%9]
	color := []string{"Black", "Blue", "Yellow", "Green", "Silver"}[hash(8)%5]
	ram, storage := []int{4, 6, 8, 12, 16}[hash(4)%5], []int{64, 128, 256, 512}[hash(5)%4]
	row = append(
		row[:0],
		table.TextCell(fmt.Sprintf("L%08d", i)), table.TextCell(region), table.TextCell(sku),
		table.TextCell("POCO "+model+" "+strconv.Itoa(ram)+"GB+"+strconv.Itoa(storage)+"GB "+color+" – "+strconv.Itoa(i)),
		table.TextCell("https://www.po.co/"+region+"/product/"+sku+"/?v="+strconv.Itoa(i)),
		table.TextCell("https://www.mi.com/"+region+"/product/"+sku),
		table.MoneyCell(int64(9900+hash(6)%90_000), "GBP", 2), table.TextCell("GBP"),
		table.Cell{}, table.IntegerCell(hash(9)%500), table.IntegerCell(ram), table.IntegerCell(storage),
		table.TextCell("in stock"), table.DateCell(time.Date(2026, 11, 1+i%28, 0, 0, 0, 0, time.UTC)),
		table.TextCell(fmt.Sprintf("%013d", 6_900_000_000_000+hash(14)%1_000_000)), table.TextCell(color),
		table.PercentCell(float64(hash(16)%10_000)/10_000), table.Cell{}, table.Cell{}, table.TextCell("ok"),
	)
	if hash(7)%3 != 0 {
		row[8] = table.MoneyCell(int64(9900+hash(7)%90_000), "GBP", 2)
	}
	if hash(17)%10 == 0 {
		row[17] = table.TextCell("accept")
	}
	if hash(19)%1000 == 0 {
		row[19] = table.TextCell("=cmd|' /C calc'!A0")
	}
	return row
}

// listings is a book with one sheet of so many rows.
func listings(n int) table.Book {
	s := table.Sheet{Name: "Listings", StreamLen: n, Frozen: 1}
	for c := range 20 {
		s.Columns = append(s.Columns, table.Column{Header: "Column " + strconv.Itoa(c+1), Width: 16})
	}
	s.Stream = func(yield func([]table.Cell) bool) {
		var row []table.Cell
		for i := range n {
			if row = listing(i, row); !yield(row) {
				return
			}
		}
	}
	return table.Book{Title: "Listings", Sheets: []table.Sheet{s}}
}

func BenchmarkWrite100k(b *testing.B) {
	for b.Loop() {
		if err := xlsx.Write(io.Discard, listings(rowsOf100k)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBareStream100k writes the same cells with the library's stream alone: what BenchmarkWrite100k is measured beside.
func BenchmarkBareStream100k(b *testing.B) {
	for b.Loop() {
		if err := bareStream(io.Discard, rowsOf100k); err != nil {
			b.Fatal(err)
		}
	}
}

func bareStream(w io.Writer, n int) error {
	f := excelize.NewFile()
	stream, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		return err
	}
	var row []table.Cell
	values := make([]any, 20)
	for i := range n {
		row = listing(i, row)
		for j := range row {
			values[j] = bareValue(&row[j], date)
		}
		if err := stream.SetRow("A"+strconv.Itoa(i+1), values); err != nil {
			return err
		}
	}
	if err := stream.Flush(); err != nil {
		return err
	}
	if _, err := f.WriteTo(w); err != nil {
		return err
	}
	return f.Close()
}

func bareValue(c *table.Cell, date int) any {
	switch c.Kind {
	case table.Text:
		return c.Text
	case table.Integer:
		return c.Int
	case table.Money:
		return float64(c.Int) / 100
	case table.Percent:
		return c.Float
	case table.Date:
		return excelize.Cell{StyleID: date, Value: c.Date}
	default:
		return nil
	}
}

// BenchmarkRead100k reads back what BenchmarkWrite100k writes.
func BenchmarkRead100k(b *testing.B) {
	var file bytes.Buffer
	if err := xlsx.Write(&file, listings(rowsOf100k)); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := xlsx.Read(bytes.NewReader(file.Bytes()), "listings.xlsx"); err != nil {
			b.Fatal(err)
		}
	}
	var most syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &most); err == nil {
		b.ReportMetric(float64(most.Maxrss)/1024, "MB-maxrss")
	}
}
