package words

import (
	"embed"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/pocomigrate/pocomigrate/scrape/ascii"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

//go:embed data
var data embed.FS

// Words are the words of the tables. They do not change, and may be used from several goroutines.
type Words struct {
	labels                     map[string]Label // by key
	net, missing, missingStart []string
	netAlone                   map[string]bool
	units, eaches, money       map[string]bool
	classes                    classes
}

// Shipped returns the words that the program has. It panics where its own tables are damaged.
var Shipped = sync.OnceValue(func() *Words {
	w, err := load(data)
	if err != nil {
		panic(fmt.Sprintf("the words beside amounts and codes: %v", err))
	}
	return w
})

// Label is what stands before a value of a field.
type Label struct {
	Field  site.Field
	Key    string  // its letters and digits in lower case
	Weight float64 // how surely a value of the field stands behind it, 0 to 1
}

// Label returns the label that a text is, in whatever letters and with whatever signs around it.
func (w *Words) Label(text string) (Label, bool) {
	l, ok := w.labels[labelKey(text)]
	return l, ok
}

// maxLabel is the most bytes that a label has. The longest of the table has 33.
const maxLabel = 40

// labelKey returns a label in the form in which labels are compared, "" for what is longer than any.
func labelKey(s string) string {
	if len(s) > maxLabel {
		return ""
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && !ascii.IsLetter(byte(r)) && !ascii.IsDigit(byte(r)) || r == '\u00a0' || r == '–' || r == '№' || r == '°' || r == 'º' {
			return -1
		}
		return r
	}, s))
}

// IsNet says that the words beside an amount make it one before tax.
func (w *Words) IsNet(text string) bool {
	low := strings.ToLower(text)
	return w.netAlone[low] || holdsAny(low, w.net)
}

// IsMissing says that a title or heading is that of a page in place of one that is not there.
func (w *Words) IsMissing(title string) bool {
	low := strings.ToLower(title)
	for _, start := range w.missingStart {
		if strings.HasPrefix(low, start) {
			return true
		}
	}
	return holdsAny(low, w.missing)
}

// IsUnit says that a word in small letters is a unit of goods that an amount may be for.
func (w *Words) IsUnit(word string) bool { return w.units[word] }

// IsEach says that a word in small letters means one thing as it is sold.
func (w *Words) IsEach(word string) bool { return w.eaches[word] }

// IsMoney says that a word in small letters names a currency beside a number.
func (w *Words) IsMoney(word string) bool { return w.money[word] }

func holdsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
