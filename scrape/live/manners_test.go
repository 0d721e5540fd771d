package live_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/live"
)

const s = time.Second

var errRefused = errors.New("connection refused")

// ok is a host that is well.
func ok(*http.Request, int) reply { return reply{body: "x"} }

// robots answers with a robots.txt, and with pages else.
func robots(text string) func(*http.Request, int) reply {
	return func(r *http.Request, _ int) reply {
		if r.URL.Path == "/robots.txt" {
			return reply{body: text}
		}
		return reply{body: "x"}
	}
}

// TestRate: how far apart requests to one host start, robots.txt first among them.
func TestRate(t *testing.T) {
	tests := []struct {
		name   string
		rate   float64
		robots string
		want   time.Duration
	}{
		{"one a second unless told", 0, "", s},
		{"four a second", 4, "", s / 4},
		{"24 a minute", 0.4, "", 2500 * time.Millisecond},
		{"next to none", 1e-300, "", 24 * time.Hour},
		{"unlimited", live.Unlimited, "", 0},
		{"a Crawl-delay is longer", 4, "user-agent: *\ncrawl-delay: 3\n", 3 * s},
		{"a Crawl-delay is shorter", 0.4, "user-agent: *\ncrawl-delay: 1\n", 2500 * time.Millisecond},
		{"a Crawl-delay against unlimited", live.Unlimited, "user-agent: *\ncrawl-delay: 0.5\n", s / 2},
		{"a Crawl-delay of an hour", 0, "user-agent: *\ncrawl-delay: 3600\n", time.Minute},
		{"another's Crawl-delay", 0, "user-agent: x\ncrawl-delay: 5\n", s},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := &hosts{answer: robots(tt.robots)}
				f := on(n, live.Options{Rate: tt.rate, Concurrency: 8})
				fetchAll(t, f, pages(4)...)
				all := slices.Concat(n.times("/robots.txt"), n.times(""))
				if got := gaps(all); slices.Min(got) != tt.want || slices.Max(got) != tt.want {
					t.Errorf("gaps between requests = %v, want %v each", got, tt.want)
				}
			})
		})
	}
}

// TestHostsDoNotWaitForEachOther: scheme, host and port together are a host.
func TestHostsDoNotWaitForEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &hosts{answer: ok}
		f := on(n, live.Options{NoRobots: true})
		fetchAll(t, f, "https://a.example/1", "https://b.example/1", "http://a.example/1", "https://a.example:8443/1", "https://A.example:443/2")
		if d := cmp.Diff([]time.Duration{0, 0, 0, 0, s}, n.times("")); d != "" {
			t.Errorf("requests came at (-want +got):\n%s", d)
		}
	})
}

func TestConcurrency(t *testing.T) {
	for limit, want := range map[int]int{0: 2, 1: 1, 5: 5} {
		synctest.Test(t, func(t *testing.T) {
			n := &hosts{answer: func(*http.Request, int) reply { return reply{body: "x", takes: 10 * s} }}
			f := on(n, live.Options{Rate: live.Unlimited, Concurrency: limit, NoRobots: true})
			fetchAll(t, f, pages(20)...)
			if n.most != want {
				t.Errorf("concurrency %d: %d requests at once, want %d", limit, n.most, want)
			}
		})
	}
}

// TestTurnsAreInOrder: what was wanted first is asked first.
func TestTurnsAreInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &hosts{answer: ok}
		f := on(n, live.Options{Concurrency: 1, NoRobots: true})
		for _, address := range pages(9) {
			go f.Fetch(t.Context(), address) //nolint:errcheck // the order of the requests is what counts
			synctest.Wait()
		}
		time.Sleep(time.Minute)
		if d := cmp.Diff(pages(9), n.addresses()); d != "" {
			t.Errorf("asked in the order (-want +got):\n%s", d)
		}
	})
}

// TestRetryAfter: the whole host rests for as long as it asks, not only the address.
func TestRetryAfter(t *testing.T) {
	in := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
	tests := []struct {
		name  string
		reply func() reply
		want  time.Duration
	}{
		{"seconds", func() reply { return status(429, "Retry-After", "7") }, 7 * s},
		{"a date", func() reply { return status(503, "Retry-After", in(9*s)) }, 9 * s},
		{"a date by the server's own clock", func() reply { return status(503, "Retry-After", in(time.Hour+9*s), "Date", in(time.Hour)) }, 9 * s},
		{"zero leaves it to the back-off", func() reply { return status(429, "Retry-After", "0") }, s},
		{"a date gone by leaves it to the back-off", func() reply { return status(429, "Retry-After", in(-time.Hour)) }, s},
		{"nonsense leaves it to the back-off", func() reply { return status(503, "Retry-After", "soon") }, s},
		{"none leaves it to the back-off", func() reply { return status(502) }, s},
		{"no answer leaves it to the back-off", func() reply { return reply{err: errRefused} }, s},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var once sync.Once
				n := &hosts{answer: func(*http.Request, int) reply {
					r := reply{body: "x"}
					once.Do(func() { r = tt.reply() })
					return r
				}}
				f := on(n, live.Options{Rate: live.Unlimited, Concurrency: 1, NoRobots: true})
				if d := cmp.Diff(map[string]int{"200": 3}, tally(fetchAll(t, f, pages(3)...))); d != "" {
					t.Errorf("outcomes (-want +got):\n%s", d)
				}
				if d := cmp.Diff([]time.Duration{0, tt.want, tt.want, tt.want}, n.times("")); d != "" {
					t.Errorf("requests came at (-want +got):\n%s", d)
				}
			})
		})
	}
}

// TestRefused: a host that says 429 and not for how long rests for as long as its manners want.
func TestRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &hosts{answer: func(_ *http.Request, nth int) reply {
			return []reply{status(429), status(429, "Retry-After", "5"), status(503), {body: "x"}}[nth-1]
		}}
		f := on(n, live.Options{Rate: live.Unlimited, Refused: time.Minute, NoRobots: true})
		if got := reason(f.Fetch(t.Context(), "https://shop.example/")); got != "200" {
			t.Errorf("Fetch = %s", got)
		}
		if d := cmp.Diff([]time.Duration{60 * s, 5 * s, 4 * s}, gaps(n.times(""))); d != "" {
			t.Errorf("rests (-want +got):\n%s", d)
		}
	})
}

// TestBackOff: rests double up to a minute, and jitter takes up to half off. One refusal after another ends as the last of
// them, which is a page, and the failure of an unreachable host as that.
func TestBackOff(t *testing.T) {
	tests := []struct {
		name   string
		reply  reply
		jitter float64
		first  time.Duration
		want   []time.Duration
		reason string
	}{
		{"refused", status(503), 1, 0, []time.Duration{s, 2 * s, 4 * s, 8 * s, 16 * s, 32 * s}, "503"},
		{"broken page", status(500), 1, 0, []time.Duration{s, 2 * s, 4 * s, 8 * s, 16 * s, 32 * s}, "500"},
		{"unreachable", reply{err: errRefused}, 1, 0, []time.Duration{s, 2 * s, 4 * s, 8 * s, 16 * s, 32 * s}, "unreachable"},
		{"with the most jitter", status(503), 0, 0, []time.Duration{s / 2, s, 2 * s, 4 * s, 8 * s, 16 * s}, "503"},
		{"up to a minute", status(503), 1, 20 * s, []time.Duration{20 * s, 40 * s, 60 * s, 60 * s, 60 * s, 60 * s}, "503"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := &hosts{answer: func(*http.Request, int) reply { return tt.reply }}
				f := on(n, live.Options{
					Rate: live.Unlimited, Attempts: 7, BackOff: tt.first, NoRobots: true, Jitter: func() float64 { return tt.jitter },
				})
				if got := reason(f.Fetch(t.Context(), "https://shop.example/")); got != tt.reason {
					t.Errorf("Fetch = %s, want %s", got, tt.reason)
				}
				if d := cmp.Diff(tt.want, gaps(n.times(""))); d != "" {
					t.Errorf("rests (-want +got):\n%s", d)
				}
			})
		})
	}
}

// TestAttempts: what may pass is asked again, and nothing else.
func TestAttempts(t *testing.T) {
	tests := []struct {
		reply reply
		want  int // of three attempts
	}{
		{status(200), 1},
		{status(301, "Location", "/x"), 1},
		{status(403), 1},
		{status(404), 1},
		{status(501), 1},
		{status(429), 3},
		{status(500), 3},
		{status(502), 3},
		{status(503), 3},
		{status(504), 3},
		{reply{err: errRefused}, 3},
		{reply{takes: time.Hour}, 3}, // no answer in time
		{status(304), 3},             // nothing was asked that it could answer
		{reply{header: http.Header{"Content-Encoding": {"gzip"}}, body: "\x1f\x8b\x08"}, 3}, // cut
		{status(503, "Memento-Datetime", "Tue, 01 Oct 2024 08:00:00 GMT"), 1},               // an archive's copy of a refusal
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			n := &hosts{answer: func(*http.Request, int) reply { return tt.reply }}
			outcome := reason(on(n, live.Options{Attempts: 3, NoRobots: true}).Fetch(t.Context(), "https://shop.example/"))
			if got := len(n.times("")); got != tt.want {
				t.Errorf("%+v: asked %d times, want %d; outcome %s", tt.reply, got, tt.want, outcome)
			}
		})
	}
}

// TestOneBrokenPageDoesNotStopTheOthers: a page's own trouble makes nobody else wait.
func TestOneBrokenPageDoesNotStopTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &hosts{answer: func(r *http.Request, _ int) reply {
			if r.URL.Path == "/00" {
				return status(500)
			}
			return reply{body: "x"}
		}}
		f := on(n, live.Options{Rate: live.Unlimited, Concurrency: 1, NoRobots: true})
		if d := cmp.Diff(map[string]int{"200": 19, "500": 1}, tally(fetchAll(t, f, pages(20)...))); d != "" {
			t.Errorf("outcomes (-want +got):\n%s", d)
		}
		for _, path := range []string{"/01", "/19"} {
			if at := n.times(path); len(at) != 1 || at[0] != 0 {
				t.Errorf("%s was asked at %v, want at once", path, at)
			}
		}
	})
}

// TestStormIsLeftAlone: a host that refuses everything is tried one request at a time, ever more rarely, and then not at
// all; after a rest one request tries it again.
func TestStormIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		isWell := false
		n := &hosts{answer: func(*http.Request, int) reply {
			if isWell {
				return reply{body: "x"}
			}
			return reply{status: 429, takes: s}
		}}
		var waits []string
		f := on(n, live.Options{
			Rate: live.Unlimited, Concurrency: 5, NoRobots: true,
			Waiting: func(host string, until time.Time, why string) {
				waits = append(waits, host+" "+until.Sub(n.begun).String()+" "+why)
			},
		})
		got := fetchAll(t, f, pages(100)...)
		if asked := len(n.times("")); asked != 5+7 {
			t.Errorf("asked %d times, want five side by side and seven alone", asked)
		}
		sums := tally(got)
		if sums["429"] == 0 || sums["gave_up"] == 0 || sums["429"]+sums["gave_up"] != 100 || sums["429"] > 12 {
			t.Errorf("outcomes = %v, want the asked as 429 and the others as gave_up", sums)
		}
		want := []string{
			"shop.example 2s status 429", "shop.example 5s status 429", "shop.example 10s status 429",
			"shop.example 19s status 429", "shop.example 36s status 429", "shop.example 1m9s status 429",
			"shop.example 2m10s status 429",
		}
		if d := cmp.Diff(want, waits); d != "" {
			t.Errorf("waits told (-want +got):\n%s", d)
		}
		_, err := f.Fetch(t.Context(), pages(1)[0])
		if err == nil || !strings.Contains(err.Error(), "failed 8 times in a row (status 429)") {
			t.Errorf("Fetch of a host left alone = %v", err)
		}

		time.Sleep(5 * time.Minute)
		if d := cmp.Diff(map[string]int{"429": 1, "gave_up": 9}, tally(fetchAll(t, f, pages(10)...))); d != "" {
			t.Errorf("outcomes of the one try after the rest (-want +got):\n%s", d)
		}
		isWell = true
		time.Sleep(5 * time.Minute)
		if got := reason(f.Fetch(t.Context(), pages(1)[0])); got != "200" {
			t.Errorf("Fetch once it is well = %s", got)
		}
		if d := cmp.Diff(map[string]int{"200": 10}, tally(fetchAll(t, f, pages(10)...))); d != "" {
			t.Errorf("outcomes once it is well (-want +got):\n%s", d)
		}
	})
}

// TestTroubleIsForgotten: after an answer, rests are short again, and requests run side by side.
func TestTroubleIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &hosts{answer: func(r *http.Request, nth int) reply {
			if r.URL.Path == "/trouble" {
				return []reply{status(503), status(503), status(503), {}, status(503), {}}[nth-1]
			}
			return reply{takes: 10 * s}
		}}
		f := on(n, live.Options{Rate: live.Unlimited, Concurrency: 4, NoRobots: true})
		fetchAll(t, f, "https://shop.example/trouble")
		fetchAll(t, f, "https://shop.example/trouble")
		if d := cmp.Diff([]time.Duration{s, 2 * s, 4 * s, 0, s}, gaps(n.times("/trouble"))); d != "" {
			t.Errorf("rests (-want +got):\n%s", d)
		}
		fetchAll(t, f, pages(8)...)
		if n.most != 4 {
			t.Errorf("%d requests at once, want 4", n.most)
		}
	})
}

// TestAskingForTooLongEndsTheHost: those that wait for it are told at once.
func TestAskingForTooLongEndsTheHost(t *testing.T) {
	for _, value := range []string{"601", "99999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"} {
		synctest.Test(t, func(t *testing.T) {
			n := &hosts{answer: func(*http.Request, int) reply {
				r := status(503, "Retry-After", value)
				r.takes = s
				return r
			}}
			f := on(n, live.Options{Rate: live.Unlimited, Concurrency: 1, NoRobots: true})
			begun := time.Now()
			if d := cmp.Diff(map[string]int{"503": 1, "gave_up": 9}, tally(fetchAll(t, f, pages(10)...))); d != "" {
				t.Errorf("outcomes (-want +got):\n%s", d)
			}
			if spent := time.Since(begun); spent != s {
				t.Errorf("it took %v, want no wait", spent)
			}
			time.Sleep(24 * time.Hour)
			_, err := f.Fetch(t.Context(), "https://shop.example/")
			if failed, ok := errors.AsType[*scrape.FailedError](err); !ok || !strings.Contains(failed.Detail, "longer than 10 minutes") {
				t.Errorf("Fetch a day later = %v, want that the host asked to be left alone", err)
			}
			if got := reason(f.Fetch(t.Context(), "https://other.example/")); got != "503" {
				t.Errorf("Fetch of another host = %s, want it asked", got)
			}
		})
	}
}

// TestTenMinutesAreWaitedFor: the longest rest that is borne.
func TestTenMinutesAreWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &hosts{answer: func(_ *http.Request, nth int) reply {
			if nth == 1 {
				return status(503, "Retry-After", "600")
			}
			return reply{body: "x"}
		}}
		begun := time.Now()
		if got := reason(on(n, live.Options{NoRobots: true}).Fetch(t.Context(), "https://shop.example/")); got != "200" || time.Since(begun) != 10*time.Minute {
			t.Errorf("Fetch = %s after %v", got, time.Since(begun))
		}
	})
}

// TestStopWhileWaiting: nothing holds a walk that is stopped, and what waits behind it goes on.
func TestStopWhileWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &hosts{answer: func(r *http.Request, nth int) reply {
			if nth == 1 && r.URL.Path == "/00" {
				return status(503, "Retry-After", "300")
			}
			return reply{body: "x"}
		}}
		f := on(n, live.Options{Concurrency: 1, NoRobots: true})
		ctx, cancel := context.WithCancel(t.Context())
		first := make(chan error)
		go func() {
			_, err := f.Fetch(ctx, "https://shop.example/00")
			first <- err
		}()
		synctest.Wait()
		queued := make(chan error)
		go func() {
			_, err := f.Fetch(ctx, "https://shop.example/02")
			queued <- err
		}()
		synctest.Wait()
		behind := make(chan string)
		go func() { behind <- reason(f.Fetch(t.Context(), "https://shop.example/01")) }()
		time.Sleep(s)
		cancel()
		for _, stopped := range []chan error{first, queued} {
			if err := <-stopped; !errors.Is(err, context.Canceled) {
				t.Errorf("Fetch that was stopped = %v, want context.Canceled", err)
			}
		}
		if got := <-behind; got != "200" {
			t.Errorf("Fetch behind it = %s", got)
		}
		if at := n.times("/02"); len(at) > 0 {
			t.Errorf("the one that was stopped in the queue was asked at %v", at)
		}
		if at := n.times("/01"); len(at) != 1 || at[0] != 300*s {
			t.Errorf("the one behind was asked at %v, want when the host's rest was over", at)
		}
	})
}

// TestCrawlDelayIsTold: a terminal can say why nothing moves.
func TestCrawlDelayIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &hosts{answer: robots("user-agent: *\ncrawl-delay: 20\n")}
		var told []string
		f := on(n, live.Options{Waiting: func(_ string, until time.Time, why string) {
			told = append(told, why+" "+time.Until(until).String())
		}})
		fetchAll(t, f, pages(2)...)
		if d := cmp.Diff([]string{"Crawl-delay 20s", "Crawl-delay 20s"}, told); d != "" {
			t.Errorf("told (-want +got):\n%s", d)
		}
	})
}
