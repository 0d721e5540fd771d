package terminal_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal/terminaltest"
)

// TestWidth: running text is as wide as its terminal within bounds, a table as wide as it is told or else as its terminal.
func TestWidth(t *testing.T) {
	for columns, want := range map[uint16]struct{ text, table int }{
		0: {terminal.PlainWidth, 0}, 10: {terminal.Narrowest, 0}, 39: {39, 0}, 40: {40, 40}, 100: {100, 100}, 240: {100, 240},
	} {
		term := terminaltest.Open(t, columns)
		if got := terminal.TextWidth(term.File); got != want.text {
			t.Errorf("%d columns: text of %d, want %d", columns, got, want.text)
		}
		if got := environment(nil).TableWidth(term.File); got != want.table {
			t.Errorf("%d columns: a table of %d, want %d", columns, got, want.table)
		}
		if got := environment(map[string]string{"COLUMNS": "60"}).TableWidth(term.File); got != 60 {
			t.Errorf("%d columns, COLUMNS=60: a table of %d, want 60", columns, got)
		}
		term.Shown(t)
	}
	closed := terminaltest.Open(t, 80)
	closed.Shown(t)
	if got := terminal.TextWidth(closed.File); got != terminal.PlainWidth {
		t.Errorf("a terminal that is gone: text of %d, want %d", got, terminal.PlainWidth)
	}
}

// TestColor is for terminals that move their cursor, unless the environment or --color says otherwise.
func TestColor(t *testing.T) {
	term := terminaltest.Open(t, 80)
	for _, tt := range []struct {
		env    map[string]string
		choice string
		want   bool
	}{
		{nil, "auto", true},
		{map[string]string{"NO_COLOR": "1"}, "auto", false},
		{map[string]string{"NO_COLOR": ""}, "auto", true},
		{map[string]string{"TERM": "dumb"}, "auto", false},
		{map[string]string{"TERM": "dumb", "NO_COLOR": "1"}, "always", true},
		{nil, "never", false},
	} {
		if got := environment(tt.env).Colored(term.File, tt.choice); got != tt.want {
			t.Errorf("%v, --color %s: %v, want %v", tt.env, tt.choice, got, tt.want)
		}
	}
	term.Shown(t)
}

// TestSay: on a terminal a line that is too long goes on below itself.
func TestSay(t *testing.T) {
	term := terminaltest.Open(t, 40)
	terminal.Say(term.File, "found     531 variants of 113 products\nnext      nothing\n")
	want := "pocomigrate: found     531 variants of\r\n                       113 products\r\npocomigrate: next      nothing\r\n"
	if d := cmp.Diff(want, term.Shown(t)); d != "" {
		t.Errorf("shown (-want +got):\n%s", d)
	}
}

// TestProgressBar: a bar says how many pages of how many are done, and whom it waits for as long as it does; it is wiped at the
// end, and nothing draws it again. A terminal that does not move its cursor gets none, and nor does who wants quiet.
func TestProgressBar(t *testing.T) {
	const bar = "\rpages   0% |                    | (0/200, 0 pages/hr) [0s:0s]\x1b[0K" +
		"\rwaiting 1m30s for www.mi.com   5% |█                   | (10/200, 10 pages/s) [1s:19s]\x1b[0K" +
		"\rpages   5% |█                   | (10/200, 5 pages/s) [2s:38s]\x1b[0K" +
		"\rpages  15% |███                 | (30/200, 10 pages/s) [3s:17s]\x1b[0K" +
		"\x1b[2K\r"
	for _, tt := range []struct {
		name  string
		env   map[string]string
		quiet bool
		want  string
	}{
		{"a terminal", nil, false, bar},
		{"a dumb one", map[string]string{"TERM": "dumb"}, false, ""},
		{"quiet", nil, true, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			term := terminaltest.Open(t, 100)
			s := environment(tt.env)
			s.Err = term.File
			synctest.Test(t, func(*testing.T) {
				p := terminal.NewProgress(s, tt.quiet)
				time.Sleep(time.Second)
				p.Tell(10, 200, "po.co/uk")
				time.Sleep(time.Second)
				p.Wait("www.mi.com", time.Now().Add(90*time.Second), "it asked to")
				time.Sleep(time.Second)
				p.Tell(20, 200, "po.co/uk")
				time.Sleep(time.Second)
				p.Tell(30, 200, "po.co/uk")
				p.End()
			})
			if d := cmp.Diff(tt.want, term.Shown(t)); d != "" {
				t.Errorf("shown (-want +got):\n%s", d)
			}
		})
	}
}
