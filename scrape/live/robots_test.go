package live_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/live"
)

const forbidding = "user-agent: pocomigrate\ndisallow: /\n"

// TestRobots: what the answer to the request for robots.txt means for a page (RFC 9309, section 2.3.1).
func TestRobots(t *testing.T) {
	found := func(text string) reply { return reply{body: text} }
	moved := func(to string) reply { return status(302, "Location", to) }
	const forbidden = "robots.txt forbids it"
	tests := []struct {
		name    string
		replies map[string]reply // by address; the page itself answers 200
		want    string           // the detail of the failure; empty where the page is fetched
	}{
		{"2.3.1.1 had, allows", map[string]reply{"/robots.txt": found("user-agent: *\ndisallow: /cart\n")}, ""},
		{"2.3.1.1 had, forbids", map[string]reply{"/robots.txt": found(forbidding)}, forbidden},
		{"2.3.1.1 had, forbids by query", map[string]reply{"/robots.txt": found("user-agent: *\ndisallow: /*?gid=\n")}, forbidden},
		{"2.3.1.1 had, forbids others", map[string]reply{"/robots.txt": found("user-agent: *\ndisallow: /\nuser-agent: pocomigrate\nallow: /\n")}, ""},
		{"2.3.1.1 had, empty", map[string]reply{"/robots.txt": status(204)}, ""},
		{"2.3.1.2 redirected", map[string]reply{"/robots.txt": moved("/r1"), "/r1": found(forbidding)}, forbidden},
		{"2.3.1.2 redirected to another host", map[string]reply{"/robots.txt": moved("https://www.shop.example/robots.txt"), "https://www.shop.example/robots.txt": found(forbidding)}, forbidden},
		{"2.3.1.2 redirected five times", map[string]reply{"/robots.txt": moved("/r1"), "/r1": moved("/r2"), "/r2": moved("/r3"), "/r3": moved("/r4"), "/r4": moved("/r5"), "/r5": found(forbidding)}, forbidden},
		{"2.3.1.2 redirected six times", map[string]reply{"/robots.txt": moved("/r1"), "/r1": moved("/r2"), "/r2": moved("/r3"), "/r3": moved("/r4"), "/r4": moved("/r5"), "/r5": moved("/r6"), "/r6": found(forbidding)}, ""},
		{"2.3.1.2 redirected in a circle", map[string]reply{"/robots.txt": moved("/robots.txt")}, ""},
		{"2.3.1.2 redirected nowhere", map[string]reply{"/robots.txt": moved("")}, ""},
		{"2.3.1.2 redirected to what cannot be asked", map[string]reply{"/robots.txt": moved("ftp://shop.example/robots.txt")}, ""},
		{"2.3.1.2 redirected to an address with a password", map[string]reply{"/robots.txt": moved("https://a:b@shop.example/r1"), "/r1": found(forbidding)}, ""},
		{"2.3.1.2 redirected to a page of HTML", map[string]reply{"/robots.txt": moved("/404"), "/404": found("<h1>Not found</h1>")}, ""},
		{"2.3.1.3 status 400", map[string]reply{"/robots.txt": status(400)}, ""},
		{"2.3.1.3 status 401", map[string]reply{"/robots.txt": status(401)}, ""},
		{"2.3.1.3 status 403", map[string]reply{"/robots.txt": status(403)}, ""},
		{"2.3.1.3 status 404", map[string]reply{"/robots.txt": status(404)}, ""},
		{"2.3.1.3 status 410", map[string]reply{"/robots.txt": status(410)}, ""},
		{"status 429 says nothing about the file", map[string]reply{"/robots.txt": status(429)}, "robots.txt cannot be had: status 429"},
		{"2.3.1.4 status 500", map[string]reply{"/robots.txt": status(500)}, "robots.txt cannot be had: status 500"},
		{"2.3.1.4 status 503", map[string]reply{"/robots.txt": status(503)}, "robots.txt cannot be had: status 503"},
		{"2.3.1.4 no answer", map[string]reply{"/robots.txt": {err: errRefused}}, "robots.txt cannot be had: no answer"},
		{"2.3.1.4 redirected to what is broken", map[string]reply{"/robots.txt": moved("/r1"), "/r1": status(503)}, "robots.txt cannot be had: status 503"},
		{"2.3.1.4 redirected to a private address", map[string]reply{"/robots.txt": moved("http://169.254.169.254/latest")}, "robots.txt cannot be had: 169.254.169.254 is not a public address"},
		{"2.5 the first 500 KiB count", map[string]reply{"/robots.txt": found(strings.Repeat("# filler\n", 50_000) + forbidding)}, forbidden},
		{"2.5 and no more", map[string]reply{"/robots.txt": found(strings.Repeat("# filler\n", 60_000) + forbidding)}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := &hosts{answer: func(r *http.Request, _ int) reply {
					if answer, ok := tt.replies[r.URL.String()]; ok {
						return answer
					}
					return tt.replies[r.URL.Path]
				}}
				rec := &recorder{}
				_, err := on(n, live.Options{Recorder: rec}).Fetch(t.Context(), "https://shop.example/page?gid=1")
				got := ""
				if failed, ok := errors.AsType[*scrape.FailedError](err); ok && failed.Reason == "robots" {
					got = failed.Detail
				} else if err != nil {
					got = err.Error()
				}
				if got != tt.want {
					t.Errorf("Fetch fails with %q, want %q; asked for %q", got, tt.want, n.addresses())
				}
				if asked := len(n.times("/page")); (asked == 1) != (tt.want == "") {
					t.Errorf("the page was asked for %d times", asked)
				}
				if answered := len(rec.lines()); tt.replies["/robots.txt"].err == nil && answered != len(n.addresses()) {
					t.Errorf("%d of %d exchanges were recorded: %q", answered, len(n.addresses()), rec.lines())
				}
			})
		})
	}
}

// TestRobotsPolicyRows holds the fetcher to the rows about statuses, redirects, age and size in the public test set of the
// standard's own text.
func TestRobotsPolicyRows(t *testing.T) {
	file, err := os.Open("../../../shared/data/robots/rfc9309.jsonl")
	if err != nil {
		t.Skip("the public robots.txt test sets are not at ../shared/data/robots")
	}
	defer file.Close() //nolint:errcheck // read-only
	read := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var row struct {
			Policy  string
			Status  int
			Allowed *bool
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		if row.Policy == "" {
			continue
		}
		read++
		name := strings.TrimSpace(row.Policy + " " + strconv.Itoa(row.Status))
		synctest.Test(t, func(t *testing.T) {
			switch {
			case row.Allowed != nil: // unavailable, unreachable
				if got := pageUnder(t, status(row.Status)) == "200"; got != *row.Allowed {
					t.Errorf("%s: allowed = %v, want %v", name, got, *row.Allowed)
				}
			case row.Policy == "parse":
				forbids := status(row.Status)
				forbids.body = forbidding
				if got := pageUnder(t, forbids); got != "robots" {
					t.Errorf("%s: a forbidden page = %s", name, got)
				}
			case strings.HasPrefix(row.Policy, "follow, at least five"):
				for hops, want := range map[int]string{1: "robots", 5: "robots"} {
					if got := pageBehind(t, row.Status, hops); got != want {
						t.Errorf("%s: a forbidden page behind %d redirects = %s, want %s", name, hops, got, want)
					}
				}
			case strings.HasPrefix(row.Policy, "cache at most 24 h"):
				if got := askedFor(t, reply{body: "user-agent: *\n"}, 23*time.Hour, 2*time.Hour); got != 2 {
					t.Errorf("%s: asked for %d times within 25 hours, want 2", name, got)
				}
			case strings.HasPrefix(row.Policy, "parse limit"):
				long := reply{body: strings.Repeat("#", 500<<10-len(forbidding)-1) + "\n" + forbidding}
				if got := pageUnder(t, long); got != "robots" {
					t.Errorf("%s: a page forbidden at the limit = %s", name, got)
				}
			default:
				t.Errorf("policy %q is not tested", row.Policy)
			}
		})
	}
	if read != 9 {
		t.Errorf("%d policy rows were read, want 9", read)
	}
}

// pageUnder says what becomes of a page of a host with such a robots.txt.
func pageUnder(t *testing.T, robots reply) string {
	t.Helper()
	n := &hosts{answer: func(r *http.Request, _ int) reply {
		if r.URL.Path == "/robots.txt" {
			return robots
		}
		return reply{}
	}}
	return reason(on(n, live.Options{}).Fetch(t.Context(), "https://shop.example/page"))
}

// pageBehind says what becomes of a page that is forbidden behind a number of redirects, from host to host.
func pageBehind(t *testing.T, code, hops int) string {
	t.Helper()
	n := &hosts{answer: func(r *http.Request, _ int) reply {
		at, err := strconv.Atoi(strings.TrimPrefix(strings.TrimSuffix(r.URL.Host, ".example"), "shop"))
		switch {
		case err != nil:
			at = 0
		case at == hops:
			return reply{body: forbidding}
		}
		return status(code, "Location", "https://shop"+strconv.Itoa(at+1)+".example/robots.txt")
	}}
	return reason(on(n, live.Options{}).Fetch(t.Context(), "https://shop.example/page"))
}

// askedFor counts the requests for a robots.txt by a fetch at once and one after each of some times.
func askedFor(t *testing.T, robots reply, after ...time.Duration) int {
	t.Helper()
	n := &hosts{answer: func(r *http.Request, _ int) reply {
		if r.URL.Path == "/robots.txt" {
			return robots
		}
		return reply{}
	}}
	f := on(n, live.Options{Attempts: 1})
	for _, d := range append([]time.Duration{0}, after...) {
		time.Sleep(d)
		reason(f.Fetch(t.Context(), "https://shop.example/page"))
	}
	return len(n.times("/robots.txt"))
}

// TestRobotsThatCannotBeHadAreAskedForAgain: the host may be back, and is not asked each time. That there are none is an answer.
func TestRobotsThatCannotBeHadAreAskedForAgain(t *testing.T) {
	for code, want := range map[int]int{503: 2, 404: 1} {
		synctest.Test(t, func(t *testing.T) {
			if got := askedFor(t, status(code), 5*time.Minute, 4*time.Minute, 2*time.Minute); got != want {
				t.Errorf("status %d: asked for %d times within eleven minutes, want %d", code, got, want)
			}
		})
	}
}

// TestRobotsAreAskedForOnce, whoever comes first, and again where that one was stopped.
func TestRobotsAreAskedForOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &hosts{answer: func(r *http.Request, _ int) reply {
			if r.URL.Path == "/robots.txt" {
				return reply{body: forbidding, takes: 5 * s}
			}
			return reply{}
		}}
		f := on(n, live.Options{})
		ctx, cancel := context.WithTimeout(t.Context(), s)
		defer cancel()
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := f.Fetch(ctx, "https://shop.example/first"); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Fetch that was stopped = %v", err)
			}
		})
		synctest.Wait()
		if d := cmp.Diff(map[string]int{"robots": 20}, tally(fetchAll(t, f, pages(20)...))); d != "" {
			t.Errorf("outcomes (-want +got):\n%s", d)
		}
		wg.Wait()
		if got := n.addresses(); len(got) != 2 {
			t.Errorf("asked for %q, want robots.txt twice", got)
		}
	})
}

// TestRobotsThemselvesMayBeAskedFor, and an interface for programs is asked without.
func TestRobotsThemselvesMayBeAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &hosts{answer: robots("user-agent: *\ndisallow: /\n")}
		if got := reason(on(n, live.Options{}).Fetch(t.Context(), "https://shop.example/robots.txt")); got != "200" {
			t.Errorf("Fetch(/robots.txt) = %s", got)
		}
		if got := reason(on(n, live.Options{NoRobots: true}).Fetch(t.Context(), "https://shop.example/api")); got != "200" {
			t.Errorf("Fetch without robots.txt = %s", got)
		}
		if d := cmp.Diff([]string{"https://shop.example/robots.txt", "https://shop.example/api"}, n.addresses()); d != "" {
			t.Errorf("asked for (-want +got):\n%s", d)
		}
	})
}

// TestRecorderThatIsFullDuringRobots ends the walk; it forbids nothing.
func TestRecorderThatIsFullDuringRobots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &hosts{answer: robots("user-agent: *\n")}
		page, err := on(n, live.Options{Recorder: &recorder{full: true}}).Fetch(t.Context(), "https://shop.example/")
		if _, failed := errors.AsType[*scrape.FailedError](err); !errors.Is(err, errFull) || failed {
			t.Errorf("Fetch = %v, %v, want the recorder's error", page, err)
		}
		if asked := n.addresses(); len(asked) != 1 {
			t.Errorf("asked for %q, want nothing after robots.txt", asked)
		}
	})
}
