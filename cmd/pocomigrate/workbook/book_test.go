package workbook_test

import (
	"bytes"
	"errors"
	"iter"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
	"github.com/pocomigrate/pocomigrate/mapping/review"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

var may = time.Date(2025, 5, 17, 12, 0, 0, 0, time.UTC)

// said is where words of a variant stand.
func said(v catalog.Variant, field, raw string, at time.Time) catalog.Provenance {
	return catalog.Provenance{Key: v.Key, Field: field, Raw: raw, Used: true, At: catalog.Locator{URL: v.Link, Time: at, Reader: "html", Path: "#" + field}}
}

// TestShopNotes: beside the numbers of each shop stands what became of it.
func TestShopNotes(t *testing.T) {
	c := &runfolder.Contents{}
	want := map[string]string{
		"po.co/uk": "closed on 2024-12-31; visitors are sent to https://www.mi.com/uk/", "old.example": "closed on 2020-01-31", "poco.in": "still answers",
		"mi.com/uk": "still answers", "mi.com/es": "still answers; no old shop moves here, so that nothing is mapped", "elsewhere.example": "",
	}
	for shop := range want {
		c.Variants = append(c.Variants, variant(catalog.ShopID(shop), "1", "POCO C75"))
	}
	b := book(t, c, t.TempDir())
	notes := words(column(t, b, review.SheetSummary, "About the shop"))
	for i, shop := range words(column(t, b, review.SheetSummary, "Shop")) {
		if notes[i] != want[shop] {
			t.Errorf("%s: %q, want %q", shop, notes[i], want[shop])
		}
		delete(want, shop)
	}
	if len(want) > 0 {
		t.Errorf("no line tells of %v", want)
	}
}

// TestDigits: money has the minor digits that our table has for its currency, and two where that does not know it.
func TestDigits(t *testing.T) {
	of := terms(t)
	for currency, want := range map[string]int{"GBP": 2, "JPY": 0, "KWD": 3, "XXY": 2} {
		if got := of.Digits(currency); got != want {
			t.Errorf("%s has %d digits, want %d", currency, got, want)
		}
	}
}

// TestProvenanceOfABook: a workbook is of the time of the newest capture, of whatever field that is, and says of a doubtful value
// where it stands.
func TestProvenanceOfABook(t *testing.T) {
	v, other := variant("po.co/uk", "1", "POCO C75"), variant("po.co/uk", "2", "POCO C75")
	v.Issues = []catalog.Issue{{Code: "color_conflict", Field: "color", Text: "two colours"}}
	c := &runfolder.Contents{Variants: []catalog.Variant{v, other}, Sources: []catalog.Sources{
		catalog.NewSources(v.Key, []catalog.Provenance{
			said(v, "color", "noir", may), said(v, "model", "POCO C75", may.AddDate(0, 1, 0)), said(v, "title", "POCO C75", may.AddDate(0, 0, 1)),
		}),
		catalog.NewSources(other.Key, []catalog.Provenance{said(other, "color", "noir", may)}),
	}}
	b := book(t, c, t.TempDir())
	if want := may.AddDate(0, 1, 0); !b.AsOf.Equal(want) {
		t.Errorf("the workbook is of %v, want %v", b.AsOf, want)
	}
	if d := cmp.Diff([]string{"#color"}, words(column(t, b, review.SheetIssues, "Place in the page"))); d != "" {
		t.Errorf("where the doubtful value stands (-want +got):\n%s", d)
	}
	if b.Identifier != c.Manifest.Digest() {
		t.Errorf("the workbook is of %s", b.Identifier)
	}
}

// TestUnknownWords: each word is a row of its table, with the month of the newest capture of the variant that has it first, where that
// is known, and in the language of the shop.
func TestUnknownWords(t *testing.T) {
	colored := func(shop catalog.ShopID, number, word string) catalog.Variant {
		v := variant(shop, number, "POCO C75")
		v.Issues = []catalog.Issue{{Code: "unknown_color", Field: "color", Values: []string{word}}}
		return v
	}
	variants := []catalog.Variant{
		colored("old.example", "1", "brume"), colored("old.example", "2", "brume"), colored("po.co/uk", "3", "haze"), colored("elsewhere.example", "4", "fog"),
	}
	sources := []catalog.Sources{
		catalog.NewSources(variants[0].Key, []catalog.Provenance{
			said(variants[0], "title", "a", may), said(variants[0], "color", "brume", may.AddDate(0, -3, 0)),
		}),
		catalog.NewSources(variants[1].Key, []catalog.Provenance{said(variants[1], "title", "a", may.AddDate(1, 0, 0))}), // the word's second
		catalog.NewSources(variants[2].Key, []catalog.Provenance{said(variants[2], "title", "a", time.Time{})}),
	}
	each := func(err error) iter.Seq2[catalog.Sources, error] {
		return func(yield func(catalog.Sources, error) bool) {
			for _, s := range sources {
				if !yield(s, nil) {
					return
				}
			}
			if err != nil {
				yield(catalog.Sources{}, err)
			}
		}
	}
	got, err := terms(t).UnknownWords(variants, each(nil))
	if err != nil {
		t.Fatal(err)
	}
	word := func(text, lang string, count int, example catalog.Key, row string) workbook.Word {
		w := workbook.Word{Row: row}
		w.Word, w.Table, w.Lang, w.Count, w.Example = text, "colors.csv", lang, count, example
		return w
	}
	want := []workbook.Word{
		word("brume", "fr", 2, variants[0].Key, "brume,fr,,?,old.example 2025-05"),
		word("fog", "", 1, variants[3].Key, "fog,,,?,elsewhere.example"),
		word("haze", "en", 1, variants[2].Key, "haze,en,,?,po.co/uk"),
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("words (-want +got):\n%s", d)
	}
	torn := errors.New("the file was cut off")
	if got, err := terms(t).UnknownWords(variants, each(torn)); got != nil || !errors.Is(err, torn) {
		t.Errorf("sources that cannot be read: %v, %v", got, err)
	}
	// The workbook shows the same.
	b := book(t, &runfolder.Contents{Variants: variants, Sources: sources}, t.TempDir())
	var rows []string
	for _, w := range want {
		rows = append(rows, w.Row)
	}
	if d := cmp.Diff(rows, words(column(t, b, review.SheetWords, "Row for the table, ? to be replaced"))); d != "" {
		t.Errorf("sheet Words (-want +got):\n%s", d)
	}
}

// TestClicksInABook: what the lists counted for old pages stands on Review; lists that cannot be read stop the workbook.
func TestClicksInABook(t *testing.T) {
	v, other := variant("po.co/uk", "1", "POCO C75"), variant("po.co/uk", "2", "POCO F6")
	other.ItemGroupID = "poco-f6"
	c := &runfolder.Contents{Variants: []catalog.Variant{v, other}, Mappings: undecided(v, other)}
	dir := t.TempDir()
	if got := column(t, book(t, c, dir), review.SheetReview, "Clicks"); got != nil {
		t.Errorf("nobody counted clicks: %v", got)
	}
	write(t, dir, runfolder.ClicksFile, `{"address":"https://po.co/uk/p/2","clicks":12}`+"\n")
	b := book(t, c, dir)
	if d := cmp.Diff([]string{"12", ""}, words(column(t, b, review.SheetReview, "Clicks"))); d != "" {
		t.Errorf("clicks (-want +got):\n%s", d)
	}
	write(t, dir, runfolder.ClicksFile, "no list\n")
	if _, err := terms(t).Book(t.Context(), c, dir, nil); err == nil || !strings.Contains(err.Error(), runfolder.ClicksFile+":1") {
		t.Errorf("a list that is none: %v", err)
	}
}

// answer is what was recorded at an address.
type answer struct {
	url, media, body string
	status           int
}

// record puts a recording of answers into a run folder.
func record(t *testing.T, dir, name string, answers ...answer) {
	t.Helper()
	var b bytes.Buffer
	w := warc.NewWriter(&b)
	for _, a := range answers {
		x := &scrape.Exchange{URL: a.url, Time: may, Status: a.status, Header: http.Header{"Content-Type": {a.media}}, Body: []byte(a.body)}
		if _, err := w.Exchange(x); err != nil {
			t.Fatal(err)
		}
	}
	write(t, dir, filepath.Join(runfolder.CaptureFolder, name), b.String())
}

// TestPictures: a row shows the picture of its variant as the newest recording has it, whether that is sealed or going on; what is no
// picture, and a recording that cannot be read, are none.
func TestPictures(t *testing.T) {
	const png = "\x89PNG\r\n\x1a\n"
	image := func(name string) string { return "https://i.example/" + name + ".png" }
	var variants []catalog.Variant
	for i, name := range []string{"old", "new", "going-on", "gone", "page", "none"} {
		v := variant("po.co/uk", string(rune('1'+i)), "POCO C75 "+name)
		v.ImageLink = image(name)
		variants = append(variants, v)
	}
	c := &runfolder.Contents{Variants: variants, Mappings: undecided(variants...)}
	dir := t.TempDir()
	if got := column(t, book(t, c, dir), review.SheetReview, "Picture"); got != nil {
		t.Errorf("nothing was recorded: %v", got)
	}
	record(t, dir, "0000.warc.gz", answer{image("new"), "image/png", png + "0", 200})
	record(t, dir, "0001.wacz", answer{image("old"), "image/png", png + "1", 200}, answer{image("new"), "image/png", png + "1", 200})
	record(t, dir, "0002.wacz",
		answer{image("new"), "image/png", png + "2", 200}, answer{image("gone"), "image/png", png, 404}, answer{image("page"), "text/html", "<html>", 200},
	)
	record(t, dir, "0003.warc.gz", answer{image("going-on"), "image/webp", png + "3", 200})
	write(t, dir, filepath.Join(runfolder.CaptureFolder, "0004.wacz"), "PK\x03\x04 damaged")
	b := book(t, c, dir)
	got := map[string]string{}
	titles := words(column(t, b, review.SheetReview, "Old title"))
	for i, cell := range column(t, b, review.SheetReview, "Picture") {
		if cell.Rich != nil {
			got[strings.TrimPrefix(titles[i], "POCO C75 ")] = string(cell.Rich.Image)
		}
	}
	if d := cmp.Diff(map[string]string{"old": png + "1", "new": png + "2", "going-on": png + "3"}, got); d != "" {
		t.Errorf("pictures (-want +got):\n%s", d)
	}
}

// TestPicturesAreBounded: the pictures of a workbook take 16 MiB at most, each counted once, and those that fit are shown.
func TestPicturesAreBounded(t *testing.T) {
	dir := t.TempDir()
	picture := func(name string, mebibytes int) answer {
		return answer{"https://i.example/" + name, "image/png", strings.Repeat(name, mebibytes<<20), 200}
	}
	record(t, dir, "0001.wacz", picture("1", 6), picture("2", 5), picture("3", 6), picture("4", 5))
	var variants []catalog.Variant
	for i, name := range []string{"1", "1", "2", "3", "4"} {
		v := variant("po.co/uk", string(rune('1'+i)), "POCO C75 "+name)
		v.ImageLink = "https://i.example/" + name
		variants = append(variants, v)
	}
	b := book(t, &runfolder.Contents{Variants: variants, Mappings: undecided(variants...)}, dir)
	var got []string
	titles := words(column(t, b, review.SheetReview, "Old title"))
	for i, cell := range column(t, b, review.SheetReview, "Picture") {
		if cell.Rich != nil {
			got = append(got, titles[i])
		}
	}
	slices.Sort(got)
	if d := cmp.Diff([]string{"POCO C75 1", "POCO C75 1", "POCO C75 2", "POCO C75 4"}, got); d != "" {
		t.Errorf("rows with a picture (-want +got):\n%s", d)
	}
}
