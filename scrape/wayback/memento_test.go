package wayback_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/wayback"
)

// pages is an archive by path: what it answers to each, 404 to everything else.
type pages map[string]*scrape.Page

func (p pages) Fetch(_ context.Context, address string) (*scrape.Page, error) {
	if answer, ok := p[strings.TrimPrefix(address, "https://web.archive.org")]; ok {
		return answer, nil
	}
	return text(404, "<title>Wayback Machine</title>"), nil
}

// leads returns a redirect of the archive itself.
func leads(to string) *scrape.Page { return text(302, "", "Location", to) }

// archived returns a memento of noon on 1 January 2024.
func archived(status int, header ...string) *scrape.Page {
	return text(status, "body", append(header, "Memento-Datetime", "Mon, 01 Jan 2024 12:00:00 GMT")...)
}

// TestWhatIsACapture opens the capture of noon on 1 January 2024, or what the archive has in its place.
func TestWhatIsACapture(t *testing.T) {
	t.Parallel()
	const wanted = "20240101120000/https://www.po.co/uk/"
	at := func(stamp, address string) string { return "/web/" + stamp + "id_/" + address }
	here := at("20240101120000", "https://www.po.co/uk/")
	for _, tt := range []struct {
		name    string
		archive pages
		asOf    string
		page    string // record of the page, "" for an error
		damage  string // what the error says
		notHeld bool
		reason  string
	}{
		{name: "itself", archive: pages{here: archived(200)}, page: wanted},
		{name: "an archived 404", archive: pages{here: archived(404)}, page: wanted},
		{
			name: "the nearest, within a day", page: "20240101120000/http://po.co/uk",
			archive: pages{at("20240102115900", "https://www.po.co/uk/"): leads("/web/20240101120000id_/http://po.co/uk"), at("20240101120000", "http://po.co/uk"): archived(200)},
		},
		{
			name: "the nearest, with the port of its scheme", page: "20240101120000/http://po.co/uk",
			archive: pages{at("20240102115900", "https://www.po.co/uk/"): leads("/web/20240101120000id_/http://po.co:80/uk"), at("20240101120000", "http://po.co/uk"): archived(200)},
		},
		{name: "the nearest, a month away", archive: pages{here: leads("https://web.archive.org/web/20240201120000id_/https://www.po.co/uk/")}, damage: "is too far away", notHeld: true},
		{name: "the nearest, after the day", asOf: "2024-01-01", archive: pages{here: leads("/web/20240101120001id_/https://www.po.co/uk/")}, damage: "is too late", notHeld: true},
		{name: "the nearest, of another page", archive: pages{here: leads("/web/20240101120000id_/https://www.po.co/UK/")}, damage: "only a capture of https://www.po.co/UK/", notHeld: true},
		{name: "in circles", archive: pages{
			here: leads("/web/20240101120001id_/https://www.po.co/uk/"), at("20240101120001", "https://www.po.co/uk/"): leads(here),
		}, damage: "redirects without end"},
		{name: "to the calendar", archive: pages{here: leads("/web/20240000000000*/https://www.po.co/uk/")}, damage: "which is no capture", notHeld: true},
		{name: "to nowhere", archive: pages{here: text(302, "")}, reason: "gave_up"},
		{name: "of another second", archive: pages{here: text(200, "", "Memento-Datetime", "Mon, 01 Jan 2024 12:00:01 GMT")}, damage: "gave another capture (Memento-Datetime: Mon, 01 Jan 2024 12:00:01 GMT)"},
		{name: "of no time", archive: pages{here: text(200, "", "Memento-Datetime", "yesterday")}, damage: "gave another capture"},
		{name: "not archived", archive: pages{}, damage: "does not have it", notHeld: true},
		{name: "excluded", archive: pages{here: text(200, "<p>This URL has been excluded from the Wayback Machine.</p>")}, reason: "blocked"},
		{name: "forbidden", archive: pages{here: text(403, "")}, reason: "blocked"},
		{name: "by robots.txt", archive: pages{here: text(403, "<p>Page cannot be displayed due to robots.txt.</p>")}, reason: "robots"},
		{name: "by robots.txt, as if it were fine", archive: pages{here: text(200, "<p>Page cannot be displayed due to robots.txt.</p>")}, reason: "robots"},
		{name: "in view mode", archive: pages{here: text(200, "<p>Got an HTTP 302 response at crawl time</p>")}, damage: "tells of the capture", notHeld: true},
		{
			name: "packed by the shop and broken", damage: "page cannot be read",
			archive: pages{here: func() *scrape.Page {
				p := archived(200, "X-Archive-Orig-Content-Encoding", "gzip")
				p.Body = []byte("\x1f\x8b\x08broken")
				return p
			}()},
		},
		{name: "lost", archive: pages{here: text(404, "", "X-Archive-Wayback-Runtime-Error", "ResourceNotAvailableException: lost")}, damage: "cannot show it: ResourceNotAvailableException: lost"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := wayback.Options{Fetcher: tt.archive, Pace: atOnce}
			if tt.asOf != "" {
				o.AsOf = day(t, tt.asOf)
			}
			record := wanted
			if _, ok := tt.archive[here]; !ok && tt.page != "" {
				record = "20240102115900/https://www.po.co/uk/"
			}
			p, err := open(t, o).Open(t.Context(), scrape.Capture{URL: "https://www.po.co/uk/", Record: record})
			if tt.page != "" {
				if err != nil || p.Record != tt.page || p.URL != tt.page[15:] || !p.Time.Equal(day(t, "2024-01-01")) {
					t.Fatalf("Open = %+v, %v, want %s", p, err, tt.page)
				}
				return
			}
			damage, ok := errors.AsType[*scrape.DamagedError](err)
			if !ok || damage.Record != wanted || damage.Archive != "wayback" || !strings.Contains(damage.What, tt.damage) {
				t.Fatalf("Open error %v, want a DamagedError with %q", err, tt.damage)
			}
			if errors.Is(err, scrape.ErrNotHeld) != tt.notHeld {
				t.Errorf("error %v wraps ErrNotHeld: %v, want %v", err, !tt.notHeld, tt.notHeld)
			}
			if failed, ok := errors.AsType[*scrape.FailedError](err); ok != (tt.reason != "") || (ok && failed.Reason != tt.reason) {
				t.Errorf("error %v holds %+v, want reason %q", err, failed, tt.reason)
			}
		})
	}
}

// TestOpenThroughAnotherSource: what the archive is read through may be an archive itself, which does not hold all.
func TestOpenThroughAnotherSource(t *testing.T) {
	t.Parallel()
	s := open(t, wayback.Options{Fetcher: fetch(func(context.Context, string) (*scrape.Page, error) {
		return nil, fmt.Errorf("old.wacz: %w", scrape.ErrNotHeld)
	})})
	_, err := s.Open(t.Context(), scrape.Capture{Record: "20240101000000/https://po.co/uk"})
	if _, ok := errors.AsType[*scrape.DamagedError](err); !ok || !errors.Is(err, scrape.ErrNotHeld) {
		t.Errorf("Open error %v, want a DamagedError that wraps ErrNotHeld", err)
	}
}

func TestOpenRefusesWhatWasNotListed(t *testing.T) {
	t.Parallel()
	s := open(t, wayback.Options{Fetcher: pages{}, Pace: atOnce})
	for _, record := range []string{"", "20240101120000", "20240101120000/", "2024/https://po.co/uk", "20240101120000/ftp://po.co/uk", "20240101120000/https://po.co:443/uk", "20240101126000/https://po.co/uk", "20240101120000.5/https://po.co/uk"} {
		if _, err := s.Open(t.Context(), scrape.Capture{Record: record}); err == nil || !strings.Contains(err.Error(), "no such record") {
			t.Errorf("Open of record %q: error %v, want no such record", record, err)
		}
	}
}

// TestFetchGoesBack: Fetch passes over captures that the archive cannot show, but not over a site that it blocks.
func TestFetchGoesBack(t *testing.T) {
	t.Parallel()
	const address = "https://www.po.co/uk/"
	index := rows("20240101120000 "+address+" 200 A", "20240201120000 "+address+" 200 B", "20240301120000 "+address+" 200 C")
	for _, tt := range []struct {
		name                  string
		newest, newer, oldest *scrape.Page
		want                  string
	}{
		{"one after another", text(404, ""), text(503, ""), archived(200), "20240101120000"},
		{"not where all is blocked", text(404, ""), text(403, ""), archived(200), "fetch https://www.po.co/uk/: blocked in the archive"},
		{
			"and says of the newest what is wrong where none can be shown", text(302, "", "Location", "/x"), text(404, ""), text(404, ""),
			"wayback: record 20240301120000/" + address + ": " + address + ": the archive redirects to /x, which is no capture",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			archive := pages{
				"/web/20240301120000id_/" + address: tt.newest, "/web/20240201120000id_/" + address: tt.newer,
				"/web/20240101120000id_/" + address: tt.oldest,
			}
			s := open(t, wayback.Options{Pace: atOnce, Fetcher: fetch(func(ctx context.Context, to string) (*scrape.Page, error) {
				if strings.Contains(to, "/cdx/") {
					return text(200, index), nil
				}
				return archive.Fetch(ctx, to)
			})})
			p, err := s.Fetch(t.Context(), "https://po.co/uk")
			if got := strings.Join([]string{recordOf(p), errorOf(err)}, ""); !strings.HasPrefix(got, tt.want) {
				t.Errorf("Fetch = %s, want %s", got, tt.want)
			}
		})
	}
}

func recordOf(p *scrape.Page) string {
	if p == nil {
		return ""
	}
	return p.Record
}

func errorOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
