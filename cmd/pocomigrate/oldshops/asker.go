package oldshops

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping/redirect"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// Asker asks a page source for the hops of a redirect. It implements [redirect.Asker], and may be asked from several goroutines
// where the source may.
type Asker struct {
	source scrape.Fetcher
	shops  *site.Shops
	reader *extract.Reader
}

// NewAsker returns one that asks source and reads its pages by the profiles. It does not close the source.
func NewAsker(shops *site.Shops, source scrape.Fetcher) *Asker {
	return &Asker{source, shops, extract.NewReader(shops)}
}

// refusals are the statuses of which nothing can be concluded: the server refused, or could not.
var refusals = []int{
	http.StatusUnauthorized, http.StatusForbidden, http.StatusRequestTimeout, http.StatusTooManyRequests,
}

// Ask asks for one address.
func (a *Asker) Ask(ctx context.Context, address string) (redirect.Answer, error) {
	page, err := a.source.Fetch(ctx, address)
	if err != nil {
		return a.without(ctx, err)
	}
	out := redirect.Answer{Status: page.Status, Location: page.Location()}
	switch {
	case slices.Contains(refusals, page.Status) || page.Status >= http.StatusInternalServerError:
		out.Unknown = fmt.Sprintf("answered %d", page.Status)
	case page.Status == http.StatusOK:
		a.look(page, &out)
	}
	return out, nil
}

// without turns the lack of a page into an answer. What says nothing of a page ends the check.
func (a *Asker) without(ctx context.Context, err error) (redirect.Answer, error) {
	if ctx.Err() != nil {
		return redirect.Answer{}, ctx.Err()
	}
	if failure, ok := errors.AsType[*scrape.FailedError](err); ok {
		return redirect.Answer{Unknown: failure.Detail}, nil
	}
	if damage, ok := errors.AsType[*scrape.DamagedError](err); ok {
		return redirect.Answer{Unknown: damage.Error()}, nil
	}
	if errors.Is(err, scrape.ErrNotHeld) {
		return redirect.Answer{Unknown: "not captured"}, nil
	}
	return redirect.Answer{}, err
}

var pageTitle = regexp.MustCompile(`(?is)<title[^>]*>(.{0,300}?)</title`)

// look tells a page that says that it does not exist, or that it was refused, by the signals of the shops.
func (a *Asker) look(page *scrape.Page, out *redirect.Answer) {
	reading, err := a.reader.Read(page)
	if err != nil { // a page of no shop, or one that cannot be read: its title may tell
		answer := site.Answer{Status: page.Status}
		if m := pageTitle.FindSubmatch(page.Body[:min(len(page.Body), 64<<10)]); m != nil {
			answer.Titles = []string{strings.TrimSpace(html.UnescapeString(string(bytes.ToValidUTF8(m[1], nil))))}
		}
		if s := a.shops.Signals.Tell(answer); s != nil {
			reading.State, reading.Reason = s.State, s.Reason
		}
	}
	switch {
	case reading.State == catalog.Gone && (reading.Reason == "soft_404" || reading.Reason == "not_found"):
		out.Missing = reading.Reason
	case reading.State == catalog.Unknown && reading.Reason == "blocked":
		out.Unknown = reading.Reason
	}
}
