package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
)

// maxLine bounds a line of parse, in bytes. No price and no title comes near it; a longer line is answered with an error.
const maxLine = 64 << 10

// parseKinds says what parse makes of a text, by the kind that is named.
var parseKinds = map[string]func(*normalize.Vocabulary, parseLine) any{
	"price":  parsedPrice,
	"title":  parsedTitle,
	"memory": parsedMemory,
	"color":  parsedColor,
}

func newParse(a *app) *cobra.Command {
	var defaults parseLine
	kinds := []string{"price", "title", "memory", "color"}
	cmd := &cobra.Command{
		Use:   "parse KIND",
		Short: "Say what the normaliser makes of lines on standard input",
		Long: `Say what the normaliser makes of lines on standard input: prices, titles, memory sizes or colour words.

  echo 'POCO X6 Pro 5G 12+512GB Black' | pocomigrate parse title
  echo '1.299,00 €' | pocomigrate parse price --lang de

A line is a plain text, or a JSON object with "input" and, where they differ from line to line, "lang", "currency", "market"
and "decimal_separator". Each line gives one JSON object, in order. What the text does not say is absent,
what is doubtful about it stands in "issues". A line that cannot be read gives an object with "error".

  price   amount (a decimal), currency (ISO 4217, or the sign where it does not tell which)
  title   brand, model, ram_gb, storage_gb, color, color_label, network, condition, edition, bundle, accessory, fits,
          market, sim, lock, codes, unread (words that were not understood)
  memory  ram_gb, storage_gb
  color   the basic color, in English`,
		ValidArgsFunction: once(words(kinds...)),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &usageError{text: "parse takes one of " + strings.Join(kinds, ", "), command: cmd.CommandPath()}
			}
			if parseKinds[args[0]] == nil {
				return hint.Add(&usageError{text: "parse: there is no kind " + args[0], command: cmd.CommandPath()}, hint.OneOf(args[0], kinds))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			_, words, err := a.knowledge()
			if err != nil {
				return err
			}
			return parseLines(cmd.Context(), a.In, a.Out, defaults, func(l parseLine) any { return parseKinds[args[0]](words, l) })
		},
	}
	cmd.Flags().StringVar(&defaults.Lang, "lang", "", "the `language` of lines that name none, such as de or en-GB")
	cmd.Flags().StringVar(&defaults.Currency, "currency", "", "the `currency` of prices that name none")
	cmd.Flags().StringVar(&defaults.Market, "market", "", "the `market` of the shop: uk, fr, de, in, …")
	return cmd
}

// parseLine is one text to read, and what is known about where it stood.
type parseLine struct {
	Input    *string `json:"input"`
	Lang     string  `json:"lang"`
	Currency string  `json:"currency"`
	Market   string  `json:"market"`
	Decimal  string  `json:"decimal_separator"`
}

func (l parseLine) text() string {
	if l.Input == nil {
		return ""
	}
	return *l.Input
}

func (l parseLine) locale() normalize.Locale {
	return normalize.Locale{Lang: l.Lang, Currency: l.Currency, Market: l.Market, Decimal: l.Decimal}
}

// unparsed is the answer to a line that cannot be read.
type unparsed struct {
	Input string `json:"input"`
	Error string `json:"error"`
}

// parseLines answers each line of in with one line on out, in order. It holds one line at a time, and writes out what it has
// when it would have to wait for more.
func parseLines(ctx context.Context, in io.Reader, out io.Writer, defaults parseLine, read func(parseLine) any) error {
	lines := bufio.NewReaderSize(in, maxLine)
	buffered := bufio.NewWriter(out)
	answers := objects(buffered)
	for first := true; ctx.Err() == nil; first = false {
		line, more, err := nextLine(lines)
		if err != nil {
			return fmt.Errorf("read standard input: %w", err)
		}
		if !more {
			return nil // and the last answer is written out
		}
		if first {
			line.text = bytes.TrimPrefix(line.text, []byte("\uFEFF"))
		}
		err = answers.Encode(answer(line, defaults, read))
		if err == nil && lines.Buffered() == 0 {
			err = buffered.Flush()
		}
		if err != nil {
			return fmt.Errorf("write standard output: %w", err)
		}
	}
	return context.Cause(ctx)
}

// rawLine is one line of input; of a line that is too long only the beginning is kept.
type rawLine struct {
	text    []byte // valid until the next line is read
	tooLong bool
}

// nextLine reads one line without its end; more is false behind the last one.
func nextLine(r *bufio.Reader) (line rawLine, more bool, err error) {
	text, err := r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		line = rawLine{text: bytes.Clone(text[:maxShown+1]), tooLong: true} // and so shown to be cut
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = r.ReadSlice('\n')
		}
		text = line.text
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return rawLine{}, false, err
	}
	if len(text) == 0 && errors.Is(err, io.EOF) {
		return rawLine{}, false, nil
	}
	line.text = bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
	return line, true, nil
}

// maxShown is how much of a line that cannot be read is shown, in bytes.
const maxShown = 200

func answer(line rawLine, defaults parseLine, read func(parseLine) any) any {
	if line.tooLong {
		return unparsed{shown(line.text), fmt.Sprintf("the line has more than %d bytes", maxLine)}
	}
	l := defaults
	if text := bytes.TrimSpace(line.text); len(text) == 0 || text[0] != '{' {
		l.Input = new(string(line.text))
		return read(l)
	}
	var given struct {
		parseLine
		Input json.RawMessage `json:"input"`
	}
	if err := json.Unmarshal(line.text, &given); err != nil {
		return unparsed{shown(line.text), fmt.Sprintf("the line begins like a JSON object and is none: %v", err)}
	}
	if given.Input == nil {
		return unparsed{shown(line.text), `the object has no "input"`}
	}
	if err := json.Unmarshal(given.Input, &l.Input); err != nil {
		return unparsed{shown(line.text), fmt.Sprintf(`"input": %v`, err)}
	}
	l.Lang = cmp.Or(given.Lang, defaults.Lang)
	l.Currency = cmp.Or(given.Currency, defaults.Currency)
	l.Market = cmp.Or(given.Market, defaults.Market)
	l.Decimal = given.Decimal
	return read(l)
}

// shown returns the beginning of a line, cut between runes.
func shown(line []byte) string {
	if len(line) <= maxShown {
		return string(line)
	}
	cut := maxShown
	for cut > 0 && !utf8.RuneStart(line[cut]) {
		cut--
	}
	return string(line[:cut]) + "…"
}

func parsedPrice(v *normalize.Vocabulary, l parseLine) any {
	r := v.ReadPrice(l.text(), l.locale())
	if l.Input == nil {
		r = normalize.PriceReading{}
	}
	return struct {
		Input    *string         `json:"input"`
		Amount   string          `json:"amount,omitempty"`
		Currency string          `json:"currency,omitempty"`
		Issues   []catalog.Issue `json:"issues"`
	}{l.Input, r.Amount, r.Currency, listed(r.Issues)}
}

// listed returns an empty list in place of none, which JSON would show as null.
func listed(issues []catalog.Issue) []catalog.Issue {
	if issues == nil {
		return []catalog.Issue{}
	}
	return issues
}

func parsedTitle(v *normalize.Vocabulary, l parseLine) any {
	t := v.Title(l.text(), l.locale())
	return struct {
		Input      *string           `json:"input"`
		Brand      string            `json:"brand,omitempty"`
		Model      string            `json:"model,omitempty"`
		RAM        int               `json:"ram_gb,omitempty"`
		Storage    int               `json:"storage_gb,omitempty"`
		Color      string            `json:"color,omitempty"`
		ColorLabel string            `json:"color_label,omitempty"`
		Network    catalog.Network   `json:"network,omitempty"`
		Condition  catalog.Condition `json:"condition,omitempty"`
		Edition    string            `json:"edition,omitempty"`
		Bundle     []string          `json:"bundle,omitempty"`
		Accessory  bool              `json:"accessory,omitempty"`
		Fits       []string          `json:"fits,omitempty"`
		Market     string            `json:"market,omitempty"`
		SIM        string            `json:"sim,omitempty"`
		Lock       string            `json:"lock,omitempty"`
		Codes      []string          `json:"codes,omitempty"`
		Unread     []string          `json:"unread,omitempty"`
		Issues     []catalog.Issue   `json:"issues"`
	}{
		l.Input, t.Brand, t.Name, t.RAM, t.Storage, t.Color, t.ColorLabel, t.NetworkNamed, t.Condition, t.Edition, t.Bundle,
		t.ProductType == catalog.Accessory, t.Fits, t.Market, t.SIM, t.Lock, t.Codes, t.Rest, listed(t.Issues),
	}
}

func parsedMemory(v *normalize.Vocabulary, l parseLine) any {
	ram, storage, _ := v.Memory(l.text())
	return struct {
		Input   *string `json:"input"`
		RAM     int     `json:"ram_gb,omitempty"`
		Storage int     `json:"storage_gb,omitempty"`
	}{l.Input, ram, storage}
}

func parsedColor(v *normalize.Vocabulary, l parseLine) any {
	color, _ := v.Color(l.text(), l.Lang)
	return struct {
		Input *string `json:"input"`
		Color string  `json:"color,omitempty"`
	}{l.Input, color}
}
