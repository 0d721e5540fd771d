package terminal

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestProgressElsewhere: where there is no terminal, a line is written every ten seconds at most, also of waits, and none
// at all with --quiet.
func TestProgressElsewhere(t *testing.T) {
	begun := time.Date(2025, 1, 9, 12, 0, 0, 0, time.UTC)
	for _, quiet := range []bool{false, true} {
		var out bytes.Buffer
		now := begun
		s := Streams{Err: &out, Env: func(string) (string, bool) { return "", false }, Now: func() time.Time { return now }}
		p := NewProgress(s, quiet)
		for i := range 50 {
			now = begun.Add(time.Duration(i) * time.Second)
			p.Tell(i*2, 200, "po.co/uk")
			if i == 31 {
				p.Wait("www.mi.com", now.Add(time.Second), "too short to be told")
			}
		}
		now = now.Add(20 * time.Second)
		p.Wait("www.mi.com", now.Add(90*time.Second), "it asked to, with Retry-After")
		p.End()
		want := `pocomigrate: 20 of 200 pages, 2.0 a second, now po.co/uk
pocomigrate: 40 of 200 pages, 2.0 a second, now po.co/uk
pocomigrate: 60 of 200 pages, 2.0 a second, now po.co/uk
pocomigrate: 80 of 200 pages, 2.0 a second, now po.co/uk
pocomigrate: waiting 1m30s for www.mi.com: it asked to, with Retry-After
`
		if quiet {
			want = ""
		}
		if d := cmp.Diff(want, out.String()); d != "" {
			t.Errorf("quiet %v (-want +got):\n%s", quiet, d)
		}
	}
}

// TestLogger: what page sources tell comes under the program's name, warnings always and the rest when it is asked for.
func TestLogger(t *testing.T) {
	for _, tt := range []struct {
		name           string
		quiet, verbose bool
		want           string
	}{
		{"plain", false, false, "pocomigrate: level=WARN msg=refused url=https://po.co/\n"},
		{"verbose", false, true, "pocomigrate: level=DEBUG msg=asked url=https://po.co/\npocomigrate: level=WARN msg=refused url=https://po.co/\n"},
		{"quiet", true, false, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			l := NewLogger(&out, tt.quiet, tt.verbose)
			l.Debug("asked", "url", "https://po.co/")
			l.Warn("refused", "url", "https://po.co/")
			if d := cmp.Diff(tt.want, out.String()); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}
