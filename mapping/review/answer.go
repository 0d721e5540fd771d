package review

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/mapping"
)

// answer is what a row says, its words read.
type answer struct {
	ruling   mapping.Ruling
	clear    bool
	sku      string // as typed, without the words beside the number
	scope    mapping.Scope
	reviewer string
	note     string
}

// fold brings a word that people type to the form in which it is known: "Not sold " to "not_sold".
func fold(word string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(word), func(r rune) bool {
		return r == ' ' || r == '_' || r == '-' || r == '\u00a0' || r == '\t' || r == '\n'
	}), "_")
}

// sameName says whether two names of reviewers are one, case and spaces aside.
func sameName(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

// answers are the words that may stand under Decision.
func answers() []string {
	var out []string
	for _, r := range mapping.Rulings() {
		out = append(out, string(r))
	}
	return append(out, Clear)
}

func scopes() []string { return []string{string(mapping.ScopeVariant), string(mapping.ScopeProduct)} }

// isAnswer says whether a text is a word for the column Decision and nothing else.
func isAnswer(text string) bool { return len(text) < 20 && slices.Contains(answers(), fold(text)) }

// skuOf returns the number in a cell that names a SKU, "4231505302" of "4231505302 · POCO F6 8/256 Black". A program that took
// the number for one with decimals may have written ".0" behind it.
func skuOf(text string) string {
	number, _, _ := strings.Cut(text, " · ")
	number = strings.TrimSpace(number)
	if whole, ok := strings.CutSuffix(number, ".0"); ok && digits.MatchString(whole) {
		return whole
	}
	return number
}

// read reads the words of a row. An error says what is wrong with them, and what to write instead.
func (r Row) read() (answer, error) {
	a := answer{sku: skuOf(r.SKU), reviewer: strings.Join(strings.Fields(r.Reviewer), " "), note: r.Note}
	if r.Torn != "" {
		return a, fmt.Errorf("%s", r.Torn)
	}
	for _, col := range []struct{ header, text string }{{headerReviewer, r.Reviewer}, {headerSKU, a.sku}} {
		if kind := misplaced(col.text); kind != "" && (col.header != headerSKU || kind != aNumber) {
			return a, fmt.Errorf("%s stands under %s (%s): were columns shifted?", kind, col.header, brief(col.text))
		}
	}
	if r.ID == "" {
		return a, fmt.Errorf("no %s: copy that of the row it is about", headerRowID)
	}
	a, err := a.withRuling(r)
	if err != nil {
		return a, err
	}
	switch scope := fold(r.Scope); {
	case scope == "" || scope == string(mapping.ScopeVariant):
		a.scope = mapping.ScopeVariant
	case scope == string(mapping.ScopeProduct):
		a.scope = mapping.ScopeProduct
	default:
		return a, unknown(headerScope, r.Scope, scopes())
	}
	return a, nil
}

// withRuling returns the answer with what stands under Decision.
func (a answer) withRuling(r Row) (answer, error) {
	word := fold(r.Ruling)
	switch {
	case word == Clear:
		a.clear = true
	case slices.Contains(mapping.Rulings(), mapping.Ruling(word)):
		a.ruling = mapping.Ruling(word)
	case word == "":
		what := headerNote
		if r.SKU != "" {
			what = headerSKU
		} else if r.Scope != "" {
			what = headerScope
		}
		return a, fmt.Errorf("something stands under %s, and no %s: choose one (deferred keeps a note)", what, headerDecision)
	default:
		return a, unknown(headerDecision, r.Ruling, answers())
	}
	switch {
	case a.ruling == mapping.Reassigned && a.sku == "":
		return a, fmt.Errorf("reassigned, and no SKU: write the number of the right one under %s", headerSKU)
	case a.sku != "" && (a.clear || a.ruling == mapping.NotSold || a.ruling == mapping.Rejected || a.ruling == mapping.Deferred):
		return a, fmt.Errorf("%s with a SKU: write reassigned if %s is the right one, else empty the cell", word, a.sku)
	}
	return a, nil
}

// unknown says that a word is none of those that may stand in a column, what it looks like, and which word is nearest.
func unknown(header, text string, words []string) error {
	if kind := misplaced(text); kind != "" {
		return fmt.Errorf("%s stands under %s (%s): were columns shifted?", kind, header, brief(text))
	}
	folded := fold(text)
	near, least := "", 0
	for _, w := range words {
		if d := distance(folded, w); near == "" || d < least {
			near, least = w, d
		}
	}
	if least <= max(2, len(near)/3) {
		return fmt.Errorf("%q is no word for %s: did you mean %s?", brief(text), header, near)
	}
	return fmt.Errorf("%q is no word for %s: use one of %s", brief(text), header, strings.Join(words, ", "))
}

// brief cuts a text to what a line of a report bears.
func brief(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > 60 {
		return string(runes[:59]) + "…"
	}
	return string(runes)
}

// What a text can be that stands in the wrong column.
const (
	aNumber  = "a number"
	aDate    = "a date"
	aPage    = "an address"
	aRuling  = "a decision"
	aScope   = "a scope"
	aRowID   = "a row id"
	aRowHash = "a row hash"
)

var (
	digits  = regexp.MustCompile(`^\d+$`)
	numeric = regexp.MustCompile(`^[+-]?\d[\d.,]*(?:[eE][+-]?\d+)?%?$`)
)

// misplaced says what a text is by its type, where that is not a name or a free word.
func misplaced(text string) string {
	switch u, err := url.Parse(text); {
	case isAnswer(text):
		return aRuling
	case slices.Contains(scopes(), fold(text)):
		return aScope
	case err == nil && u.Scheme != "" && u.Host != "":
		return aPage
	case isRowID(text):
		return aRowID
	case isDigest(text):
		return aRowHash
	case isDate(text):
		return aDate
	case numeric.MatchString(text):
		return aNumber
	}
	return ""
}

func isDate(text string) bool {
	for _, layout := range []string{time.DateOnly, time.DateTime, time.RFC3339, "02.01.2006", "2/1/2006", "1/2/2006", "02/01/06"} {
		if _, err := time.Parse(layout, text); err == nil {
			return true
		}
	}
	return false
}

// distance is how many letters must be put in, taken out or changed to make one word of another.
func distance(a, b string) int {
	if len(a) > 40 {
		return len(a) // a cell may hold 32,767 letters, and is no word that was mistyped
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
