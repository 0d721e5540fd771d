package normalize

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// noCode is the ISO 4217 code for "no currency". In currencies.csv it stands beside words for money that has no code of its
// own, such as the toman.
const noCode = "XXX"

// currencies looks up currencies by code, by symbol and by region.
type currencies struct {
	minor   map[string]int    // code → minor digits
	region  map[string]string // ISO 3166 region → code
	symbols []symbol
	places  map[string]int       // lower-case text → place among symbols
	ascii   [utf8.RuneSelf][]int // places by first byte, longest text first
	foreign map[rune][]int       // the same by any other first rune
}

// noSymbol stands for a place among symbols where there is none.
const noSymbol = -1

// symbol is one way to write money: a code, a sign, an abbreviation or a word.
type symbol struct {
	low    string   // lower case
	exact  string   // as it must be written, "" where case does not matter
	isCode bool     // an ISO 4217 code
	code   string   // the currency that it names, "" where it is shared or has no code
	shared []string // the currencies that use it too
}

func (v *Vocabulary) compileCurrencies(rows []row) error {
	c := currencies{
		minor: map[string]int{}, region: map[string]string{}, places: map[string]int{}, foreign: map[rune][]int{},
	}
	for _, r := range rows {
		if err := c.addRow(r); err != nil {
			return err
		}
	}
	for place, s := range c.symbols {
		first, _ := utf8.DecodeRuneInString(s.low)
		if first < utf8.RuneSelf {
			c.ascii[first] = append(c.ascii[first], place)
		} else {
			c.foreign[first] = append(c.foreign[first], place)
		}
	}
	longest := func(a, b int) int { return len(c.symbols[b].low) - len(c.symbols[a].low) }
	for _, list := range c.ascii {
		slices.SortFunc(list, longest)
	}
	for _, list := range c.foreign {
		slices.SortFunc(list, longest)
	}
	v.currencies = c
	return nil
}

// addRow enters one currency.
func (c *currencies) addRow(r row) error {
	code := r.cells[0]
	if len(code) != 3 || strings.ToUpper(code) != code {
		return r.errorf("code %q is not three capitals", code)
	}
	digits, err := strconv.Atoi(r.cells[1])
	if err != nil || digits < 0 || digits > 4 {
		return r.errorf("minor digits %q is no number from 0 to 4", r.cells[1])
	}
	if code != noCode {
		c.minor[code] = digits
		s := c.enter(code)
		s.isCode, s.code = true, code
	}
	for _, text := range r.list(2) {
		for _, written := range spacings(text) {
			s := c.enter(written)
			if s.code != "" && s.code != code {
				return r.errorf("symbol %q already stands for %s", text, s.code)
			}
			if code != noCode {
				s.code = code
			}
		}
	}
	for _, text := range r.list(3) {
		s := c.enter(text)
		s.shared = append(s.shared, code)
	}
	for _, region := range r.list(4) {
		if other, ok := c.region[region]; ok && other != code {
			return r.errorf("region %q already pays in %s", region, other)
		}
		c.region[region] = code
	}
	return nil
}

// enter returns the symbol for a text, a new one where there is none yet; it holds until the next one is entered. A single letter means money only as it is
// written in the table: "R" is the rand, "r" is nothing.
func (c *currencies) enter(text string) *symbol {
	low := symbolKey(text)
	place, ok := c.places[low]
	if !ok {
		place = len(c.symbols)
		c.places[low] = place
		c.symbols = append(c.symbols, symbol{low: low})
		if len(low) == 1 && unicode.IsLetter(rune(low[0])) {
			c.symbols[place].exact = text
		}
	}
	return &c.symbols[place]
}

// symbolKey returns the text of a symbol as it is looked up: without the point behind letters, which may be missing ("Rs.") and is
// taken with them where it stands; that of "S/." is no such point.
func symbolKey(text string) string {
	low := string(lowered(nil, cleanPrice(nil, text)))
	letters := strings.TrimSuffix(low, ".")
	if last, _ := utf8.DecodeLastRuneInString(letters); joinsLetters(last) {
		return letters
	}
	return low
}

// spacings returns the ways to write a symbol: shops part the letters from the dollar, "US $".
func spacings(text string) []string {
	if head, ok := strings.CutSuffix(text, "$"); ok && len(head) > 1 && strings.ToUpper(head) == head {
		return []string{text, head + " $"}
	}
	return []string{text}
}

// MinorDigits returns how many digits of an amount in the currency are minor units, by ISO 4217: 2 for EUR, 0 for CLP.
func (v *Vocabulary) MinorDigits(currency string) (int, bool) {
	n, ok := v.currencies.minor[currency]
	return n, ok
}

// meaning returns the currency that a symbol stands for where a hint is given, "" where it stays open.
func (s *symbol) meaning(hint string) string {
	if hint != "" && hint != s.code && slices.Contains(s.shared, hint) {
		return hint
	}
	return s.code
}

// symbolAt returns the place of the symbol that begins at i and where it ends, noSymbol where there is none. Written and low are the same text
// as it stands and in lower case. A word is a symbol only as a whole.
func (c *currencies) symbolAt(written, low []byte, i int) (place, end int) {
	var list []int
	if low[i] < utf8.RuneSelf {
		list = c.ascii[low[i]]
	} else {
		r, _ := utf8.DecodeRune(low[i:])
		list = c.foreign[r]
	}
	for _, place := range list {
		s := &c.symbols[place]
		end := i + len(s.low)
		if end > len(low) || string(low[i:end]) != s.low || s.exact != "" && string(written[i:end]) != s.exact {
			continue
		}
		last, _ := utf8.DecodeLastRune(low[i:end])
		if !joinsLetters(last) {
			return place, end
		}
		if next, _ := utf8.DecodeRune(low[end:]); end < len(low) && joinsLetters(next) {
			continue
		}
		if end < len(low) && low[end] == '.' { // "Rs.", "руб."
			end++
		}
		return place, end
	}
	return noSymbol, i
}

// joinsLetters says that a rune between others makes one word with them. Scripts that write without spaces have no such
// runes.
func joinsLetters(r rune) bool {
	return unicode.IsLetter(r) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer) ||
		unicode.Is(unicode.Mn, r)
}
