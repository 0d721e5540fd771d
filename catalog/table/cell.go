package table

import (
	"math"
	"strconv"
	"time"
)

// Kind says what a cell holds.
type Kind int

// The kinds. The zero Cell is Empty.
const (
	Empty   Kind = iota
	Text         // words; also codes such as GTINs, which are never numbers
	Integer      // a count
	Decimal      // a measure with a fixed number of digits after the point
	Percent      // a share of one, 0.25 is 25 %
	Money        // an amount in minor units of a currency
	Date         // a day
	Link         // an address with words to show for it
	Picture      // a small picture, with words for those who do not see it
)

// Cell is one typed value. Make it with one of the functions below; which fields are set depends on the kind.
type Cell struct {
	Kind     Kind
	Text     string    // Text, and the words of a Link or Picture
	URL      string    // Link
	Int      int64     // Integer, and minor units of Money
	Float    float64   // Decimal, Percent
	Digits   int       // digits after the point: Decimal, Percent, Money
	Currency string    // Money: ISO 4217 code
	Date     time.Time // Date, in UTC
	Rich     *Rich     // what few cells have beside their value; nil for nothing
}

// Rich is what a cell has beside its value. Writers that cannot carry it write the value alone.
type Rich struct {
	// Formula is how a spreadsheet program works the value out again, without "=", in the words of Excel's English functions.
	// {{Sheet|Header}} stands for the cells below a header and {{@Header}} for that of the same row, wherever the writer puts
	// them. It is never made from text of others. The cell's value is its result, for readers that do not calculate.
	Formula string
	// Marks are pieces of a Text cell that stand out within it, each where it first stands, case aside.
	Marks []string
	// Image is the file of a Picture: PNG, JPEG or GIF. A writer may leave out what is damaged or large.
	Image []byte
}

// TextCell returns a cell of words; no words are an empty cell.
func TextCell(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{Kind: Text, Text: s}
}

// IntegerCell returns a cell that holds a count.
func IntegerCell(n int) Cell { return Cell{Kind: Integer, Int: int64(n)} }

// DecimalCell returns a cell that shows f with so many digits after the point. A value that is no number is an empty cell.
func DecimalCell(f float64, digits int) Cell {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Cell{}
	}
	return Cell{Kind: Decimal, Float: f, Digits: max(digits, 0)}
}

// PercentCell returns a cell that shows a share of one as a percentage with one digit after the point. A value that is
// no number is an empty cell.
func PercentCell(share float64) Cell {
	if math.IsNaN(share) || math.IsInf(share, 0) {
		return Cell{}
	}
	return Cell{Kind: Percent, Float: share, Digits: 1}
}

// MoneyCell returns a cell that holds an amount in minor units, of which digits stand after the point: 32900 GBP with 2
// digits is 329.00 GBP.
func MoneyCell(minor int64, currency string, digits int) Cell {
	return Cell{Kind: Money, Int: minor, Currency: currency, Digits: max(digits, 0)}
}

// DateCell returns a cell that holds the day of t in UTC; the zero time is an empty cell.
func DateCell(t time.Time) Cell {
	if t.IsZero() {
		return Cell{}
	}
	year, month, day := t.UTC().Date()
	return Cell{Kind: Date, Date: time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}
}

// LinkCell returns a cell that leads to an address and shows text, or the address where text is empty. Without an
// address it is a text cell.
func LinkCell(url, text string) Cell {
	switch {
	case url == "":
		return TextCell(text)
	case text == "":
		text = url
	}
	return Cell{Kind: Link, URL: url, Text: text}
}

// MarkedCell returns a cell of words in which some pieces stand out.
func MarkedCell(s string, marks ...string) Cell {
	c := TextCell(s)
	if c.Kind == Text && len(marks) > 0 {
		c.Rich = &Rich{Marks: marks}
	}
	return c
}

// FormulaCell returns a count that a spreadsheet program works out again; n is what it is now.
func FormulaCell(n int, formula string) Cell {
	c := IntegerCell(n)
	c.Rich = &Rich{Formula: formula}
	return c
}

// PictureCell returns a cell that shows an image, and words where it cannot be shown. Without an image it is empty.
func PictureCell(image []byte, words string) Cell {
	if len(image) == 0 {
		return Cell{}
	}
	return Cell{Kind: Picture, Text: words, Rich: &Rich{Image: image}}
}

// String returns the cell as it stands in a CSV file: "329.00 GBP", "97.3%", "2024-11-03", the address of a link, "" for
// an empty cell.
func (c Cell) String() string {
	switch c.Kind {
	case Text, Picture:
		return c.Text
	case Integer:
		return strconv.FormatInt(c.Int, 10)
	case Decimal:
		return strconv.FormatFloat(c.Float, 'f', c.Digits, 64)
	case Percent:
		return strconv.FormatFloat(100*c.Float, 'f', c.Digits, 64) + "%"
	case Money:
		return c.Amount() + " " + c.Currency
	case Date:
		return c.Date.Format(time.DateOnly)
	case Link:
		return c.URL
	default:
		return ""
	}
}

// Amount returns the amount of a Money cell as an exact decimal number, "329.00"; it is "0" for other kinds.
func (c Cell) Amount() string {
	if c.Kind != Money {
		return "0"
	}
	s := strconv.FormatInt(c.Int, 10)
	sign := ""
	if c.Int < 0 {
		sign, s = "-", s[1:]
	}
	for len(s) <= c.Digits {
		s = "0" + s
	}
	if c.Digits == 0 {
		return sign + s
	}
	point := len(s) - c.Digits
	return sign + s[:point] + "." + s[point:]
}
