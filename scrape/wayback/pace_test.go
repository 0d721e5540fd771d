package wayback_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/wayback"
)

// watch is a fetcher that notes how long after the start each request came.
type watch struct {
	start  time.Time
	answer func(n int, address string) (*scrape.Page, error)

	mu    sync.Mutex
	asked []time.Duration
}

func newWatch(answer func(n int, address string) (*scrape.Page, error)) *watch {
	return &watch{start: time.Now(), answer: answer}
}

func (w *watch) Fetch(_ context.Context, address string) (*scrape.Page, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = append(w.asked, time.Since(w.start))
	return w.answer(len(w.asked), address)
}

// busiest returns the most requests in any minute.
func (w *watch) busiest() int {
	slices.Sort(w.asked)
	most := 0
	for i, from := range w.asked {
		n := 0
		for _, at := range w.asked[i:] {
			if at < from+time.Minute {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

func nothing(int, string) (*scrape.Page, error) { return text(200, ""), nil }

// memento answers as the archive does for a capture that it has.
func memento(_ int, address string) (*scrape.Page, error) {
	at, _, ok := wayback.ParseMemento(address)
	if !ok {
		return text(404, ""), nil
	}
	return text(200, "body", "Memento-Datetime", at.Format(http.TimeFormat)), nil
}

// TestPace: 24 requests to the index and 480 for captures a minute, from however many goroutines, and never more in any
// minute than the 30 and 600 that the archive allows. A few go out at once.
func TestPace(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name         string
		ask          func(ctx context.Context, s *wayback.Source, i int) error
		n, most      int
		answer       func(int, string) (*scrape.Page, error)
		least, until time.Duration
	}{
		{
			"index",
			func(ctx context.Context, s *wayback.Source, i int) error {
				if _, err := s.Fetch(ctx, fmt.Sprintf("https://po.co/uk/%d", i)); !errors.Is(err, scrape.ErrNotHeld) {
					return fmt.Errorf("error %w, want ErrNotHeld", err)
				}
				return nil
			},
			96, 30, nothing, 220 * time.Second, 240 * time.Second,
		},
		{
			"captures",
			func(ctx context.Context, s *wayback.Source, i int) error {
				_, err := s.Open(ctx, scrape.Capture{Record: fmt.Sprintf("20240101000000/https://po.co/uk/%d", i)})
				return err
			},
			1000, 600, memento, 120 * time.Second, 125 * time.Second,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWatch(tt.answer)
				s := open(t, wayback.Options{Fetcher: w, Waiting: func(until time.Time, why string) {
					if d := time.Until(until); d < time.Second {
						t.Errorf("told of a wait of %v (%s)", d, why)
					}
				}})
				var wg sync.WaitGroup
				for g := range 4 {
					wg.Go(func() {
						for i := range tt.n / 4 {
							if err := tt.ask(t.Context(), s, g*tt.n+i); err != nil {
								t.Error(err)
							}
						}
					})
				}
				wg.Wait()
				if spent := time.Since(w.start); len(w.asked) != tt.n || spent < tt.least || spent > tt.until {
					t.Errorf("%d requests in %v, want %d in %v to %v", len(w.asked), spent, tt.n, tt.least, tt.until)
				}
				if most := w.busiest(); most > tt.most {
					t.Errorf("%d requests in one minute, the archive allows %d", most, tt.most)
				}
				if w.asked[3] != 0 {
					t.Errorf("the fourth request came after %v, want at once", w.asked[3])
				}
			})
		})
	}
}

// TestRetries: what may pass is asked for again after two seconds, then four and so on, six times in all; a 429 is obeyed.
func TestRetries(t *testing.T) {
	t.Parallel()
	always := func(p *scrape.Page, err error) func(int, string) (*scrape.Page, error) {
		return func(int, string) (*scrape.Page, error) { return p, err }
	}
	refused := &scrape.FailedError{URL: "https://web.archive.org/x", Reason: "unreachable", Detail: "connection refused"}
	seconds := func(n ...int) []time.Duration {
		var d []time.Duration
		for _, s := range n {
			d = append(d, time.Duration(s)*time.Second)
		}
		return d
	}
	for _, tt := range []struct {
		name   string
		answer func(n int, address string) (*scrape.Page, error)
		want   []time.Duration
		reason string
		err    string
	}{
		{"trouble of the archive", always(text(503, ""), nil), seconds(0, 2, 6, 14, 30, 62), "gave_up", "the archive answered 503 (tries: 6)"},
		{"no answer", always(nil, refused), seconds(0, 2, 6, 14, 30, 62), "unreachable", "the archive gave no answer: connection refused (tries: 6)"},
		{"every transient status", func(n int, _ string) (*scrape.Page, error) {
			return text([]int{413, 421, 500, 502, 599, 200}[n-1], ""), nil
		}, seconds(0, 2, 6, 14, 30, 62), "", "not held"},
		{"once", func(n int, _ string) (*scrape.Page, error) { return text([]int{503, 200}[n-1], ""), nil }, seconds(0, 2), "", "not held"},
		{"too many", always(text(429, ""), nil), seconds(0, 60, 120, 180, 240, 300), "gave_up", "answered 429"},
		{"too many, in seconds", always(text(429, "", "Retry-After", "7"), nil), seconds(0, 7, 14, 21, 28, 35), "gave_up", "answered 429"},
		{"too many, for a day", always(text(429, "", "Retry-After", "86400"), nil), seconds(0, 600, 1200, 1800, 2400, 3000), "gave_up", "answered 429"},
		{"too many, for ever", always(text(429, "", "Retry-After", "9223372036854775807"), nil), seconds(0, 600, 1200, 1800, 2400, 3000), "gave_up", "answered 429"},
		{"too many, in the past", always(text(429, "", "Retry-After", "Mon, 01 Jan 1990 00:00:00 GMT"), nil), seconds(0, 60, 120, 180, 240, 300), "gave_up", "answered 429"},
		{"too many, less than nothing", always(text(429, "", "Retry-After", "-9"), nil), seconds(0, 60, 120, 180, 240, 300), "gave_up", "answered 429"},
		// The clock of a test begins on 1 January 2000.
		{"too many, by date", always(text(429, "", "Retry-After", "Sat, 01 Jan 2000 00:00:30 GMT"), nil), seconds(0, 30, 90, 150, 210, 270), "gave_up", "answered 429"},
		{"busy, in seconds", always(text(503, "", "Retry-After", "20"), nil), seconds(0, 20, 40, 60, 80, 112), "gave_up", "answered 503"},
		{"what does not pass", always(text(400, "bad url\nx"), nil), seconds(0), "gave_up", "the archive's index answered 400: bad url"},
		{"a refusal with a status that passes", always(text(503, "AdministrativeAccessControlException"), nil), seconds(0), "blocked", "blocked in the archive"},
		{
			"a refusal in a header, with a status that passes",
			always(text(503, "", "X-Archive-Wayback-Runtime-Error", "URLBlockedException: x"), nil), seconds(0), "blocked", "the address is blocked in the archive",
		},
		{"a refusal in place of rows", always(text(200, "RobotAccessControlException\n"), nil), seconds(0), "robots", "robots.txt"},
		{"what may not be asked", always(nil, &scrape.FailedError{Reason: "private_address", Detail: "127.0.0.1 is private"}), seconds(0), "private_address", "the archive: 127.0.0.1 is private"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWatch(tt.answer)
				_, err := open(t, wayback.Options{Fetcher: w}).Fetch(t.Context(), "https://po.co/uk/")
				if d := cmp.Diff(tt.want, w.asked); d != "" {
					t.Errorf("asked after (-want +got):\n%s", d)
				}
				failed, ok := errors.AsType[*scrape.FailedError](err)
				if ok != (tt.reason != "") || !strings.Contains(fmt.Sprint(err), tt.err) {
					t.Fatalf("error %v, want reason %q and %q", err, tt.reason, tt.err)
				}
				if ok && (failed.Reason != tt.reason || failed.URL != "https://po.co/uk/" || failed.Via != "wayback") {
					t.Errorf("error %+v, want reason %q about the page", failed, tt.reason)
				}
			})
		})
	}
}

// TestArchivedTroubleIsAPage: a status of trouble that was archived is no trouble of the archive.
func TestArchivedTroubleIsAPage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWatch(func(int, string) (*scrape.Page, error) {
			return text(503, "AdministrativeAccessControlException", "Memento-Datetime", "Mon, 01 Jan 2024 00:00:00 GMT"), nil
		})
		p, err := open(t, wayback.Options{Fetcher: w}).Open(t.Context(), scrape.Capture{Record: "20240101000000/https://po.co/uk/"})
		if err != nil || p.Status != 503 || len(w.asked) != 1 {
			t.Errorf("Open = %+v, %v after %d requests; want the archived 503 at once", p, err, len(w.asked))
		}
	})
}

// TestALimitStopsEveryone: after a 429 for one goroutine none asks for a minute, and then they do not come all at once.
func TestALimitStopsEveryone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWatch(func(n int, _ string) (*scrape.Page, error) {
			if n == 10 {
				return text(429, ""), nil
			}
			return text(200, ""), nil
		})
		var told sync.Map
		s := open(t, wayback.Options{Fetcher: w, Waiting: func(until time.Time, why string) { told.Store(why, until) }})
		var wg sync.WaitGroup
		for g := range 40 {
			wg.Go(func() {
				if _, err := s.Fetch(t.Context(), fmt.Sprintf("https://po.co/uk/%d", g)); !errors.Is(err, scrape.ErrNotHeld) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if rest := w.asked[10] - w.asked[9]; rest != time.Minute || w.busiest() > 30 || len(w.asked) != 41 {
			t.Errorf("asked after %v; want 41 requests, a minute's rest after the tenth, and never more than 30 a minute", w.asked)
		}
		for _, why := range []string{"the archive's index is asked 24 times a minute at most", "the archive asked for a rest"} {
			if until, ok := told.Load(why); !ok || until.(time.Time).Before(w.start) { //nolint:errcheck // only times are stored
				t.Errorf("nobody was told of a wait because %s", why)
			}
		}
	})
}

// TestPatience: rests grow to the longest and no further, and questions shrink to the smallest.
func TestPatience(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limit := ""
		w := newWatch(func(_ int, address string) (*scrape.Page, error) {
			u, err := url.Parse(address)
			if err == nil {
				limit = u.Query().Get("limit")
			}
			return text(504, ""), err
		})
		s := open(t, wayback.Options{Fetcher: w, Pace: wayback.Pace{Tries: 80, MaxRest: 10 * time.Second}})
		if _, err := s.Fetch(t.Context(), "https://po.co/uk/"); err == nil || limit != "50" || len(w.asked) != 80 {
			t.Errorf("after %d requests error %v, the last for %s rows; want 80, the last for 50", len(w.asked), err, limit)
		}
		if last := w.asked[79] - w.asked[78]; last != 10*time.Second {
			t.Errorf("the last rest is %v, want the longest", last)
		}
	})
}

// TestAShorterLimitDoesNotEndALonger: two goroutines are told to wait; the longer wait holds for both.
func TestAShorterLimitDoesNotEndALonger(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWatch(func(n int, _ string) (*scrape.Page, error) {
			if n <= 2 {
				return text(429, "", "Retry-After", []string{"100", "1"}[n-1]), nil
			}
			return text(200, ""), nil
		})
		s := open(t, wayback.Options{Fetcher: fetch(func(ctx context.Context, address string) (*scrape.Page, error) {
			p, err := w.Fetch(ctx, address)
			if strings.Contains(address, "slow") {
				time.Sleep(time.Second / 2)
			} else {
				time.Sleep(time.Second / 4)
			}
			return p, err
		})})
		var wg sync.WaitGroup
		for _, address := range []string{"https://po.co/uk", "https://po.co/slow"} {
			wg.Go(func() {
				if _, err := s.Fetch(t.Context(), address); !errors.Is(err, scrape.ErrNotHeld) {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		wg.Wait()
		if w.asked[2] < 100*time.Second {
			t.Errorf("asked after %v, want 100 seconds of rest", w.asked)
		}
	})
}

// TestStopWhileAsking: an answer that was broken off by the context is no trouble of the archive.
func TestStopWhileAsking(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s := open(t, wayback.Options{Pace: wayback.Pace{Tries: 1}, Fetcher: fetch(func(context.Context, string) (*scrape.Page, error) {
		cancel()
		return nil, &scrape.FailedError{Reason: "torn"}
	})})
	if _, err := s.Fetch(ctx, "https://po.co/uk"); !errors.Is(err, context.Canceled) {
		t.Errorf("Fetch error %v, want the context's", err)
	}
}

// TestAnArchiveThatIsDown: after three things in vain each is tried once, until there is an answer. Whatever was given up
// for a 429, the next request waits.
func TestAnArchiveThatIsDown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		status := 503
		w := newWatch(func(int, string) (*scrape.Page, error) { return text(status, ""), nil })
		s := open(t, wayback.Options{Fetcher: w})
		ask := func(n int) (asked int, spent time.Duration) {
			before, start := len(w.asked), time.Now()
			if _, err := s.Fetch(t.Context(), fmt.Sprintf("https://po.co/uk/%d", n)); err == nil {
				t.Error("Fetch went through")
			}
			return len(w.asked) - before, time.Since(start)
		}
		for n, want := range []int{6, 6, 6, 1, 1} {
			if asked, _ := ask(n); asked != want {
				t.Errorf("thing %d was asked for %d times, want %d", n, asked, want)
			}
		}
		status = 429
		if asked, _ := ask(5); asked != 1 {
			t.Errorf("asked %d times, want once", asked)
		}
		status = 200
		if asked, spent := ask(6); asked != 1 || spent != time.Minute {
			t.Errorf("asked %d times in %v, want once after a minute", asked, spent)
		}
		status = 503
		if asked, _ := ask(7); asked != 6 {
			t.Errorf("asked %d times, want six again", asked)
		}
	})
}

// TestBigQuestionsGetSmaller: a 504 halves what is asked for, down to fifty rows, and it stays so.
func TestBigQuestionsGetSmaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var limits []string
		w := newWatch(func(n int, address string) (*scrape.Page, error) {
			u, err := url.Parse(address)
			if err != nil {
				return nil, err
			}
			limits = append(limits, u.Query().Get("limit")+u.Query().Get("resumeKey"))
			switch n {
			case 1, 2:
				return text(504, ""), nil
			case 3:
				return text(200, "\nkey\n"), nil
			case 4:
				return text(503, ""), nil
			}
			return text(200, ""), nil
		})
		if _, err := open(t, wayback.Options{Fetcher: w}).Fetch(t.Context(), "https://po.co/uk/"); !errors.Is(err, scrape.ErrNotHeld) {
			t.Error(err)
		}
		if d := cmp.Diff([]string{"5000", "2500", "1250", "1250key", "1250key"}, limits); d != "" {
			t.Errorf("rows asked for (-want +got):\n%s", d)
		}
	})
}

// TestStopWhileWaiting: every wait ends with its context, at once.
func TestStopWhileWaiting(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		answer func(int, string) (*scrape.Page, error)
		asked  int
	}{
		{"for its turn", nothing, 4},
		{"after trouble", func(int, string) (*scrape.Page, error) { return text(503, "", "Retry-After", "100"), nil }, 1},
		{"after a limit", func(int, string) (*scrape.Page, error) { return text(429, ""), nil }, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWatch(tt.answer)
				s := open(t, wayback.Options{Fetcher: w})
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				var err error
				for i := 0; err == nil || errors.Is(err, scrape.ErrNotHeld); i++ {
					_, err = s.Fetch(ctx, fmt.Sprintf("https://po.co/uk/%d", i))
				}
				if spent := time.Since(w.start); !errors.Is(err, context.DeadlineExceeded) || spent != time.Second || len(w.asked) != tt.asked {
					t.Errorf("after %v and %d requests error %v, want the context's after a second and %d", spent, len(w.asked), err, tt.asked)
				}
			})
		})
	}
}

// TestStopWhileAnotherAsks: a goroutine that waits for another's question to the index stops by itself.
func TestStopWhileAnotherAsks(t *testing.T) {
	t.Parallel()
	for name, ask := range map[string]func(ctx context.Context, s *wayback.Source) error{
		"for a page": func(ctx context.Context, s *wayback.Source) error {
			_, err := s.Fetch(ctx, "https://po.co/uk/")
			return err
		},
		"for a list": func(ctx context.Context, s *wayback.Source) error {
			for _, err := range s.List(ctx) {
				return err
			}
			return scrape.ErrNotHeld
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := open(t, wayback.Options{Areas: []string{"po.co/uk/"}, Fetcher: fetch(func(context.Context, string) (*scrape.Page, error) {
					time.Sleep(time.Hour)
					return text(200, ""), nil
				})})
				var wg sync.WaitGroup
				wg.Go(func() {
					if err := ask(t.Context(), s); !errors.Is(err, scrape.ErrNotHeld) {
						t.Error(err)
					}
				})
				synctest.Wait()
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				start := time.Now()
				if err := ask(ctx, s); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
					t.Errorf("after %v error %v, want the context's after a second", time.Since(start), err)
				}
				wg.Wait()
			})
		})
	}
}
