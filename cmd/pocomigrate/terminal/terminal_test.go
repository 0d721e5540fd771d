package terminal_test

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
)

// environment is one of no more than what it says.
func environment(env map[string]string) terminal.Streams {
	return terminal.Streams{Now: time.Now, Env: func(name string) (string, bool) { v, ok := env[name]; return v, ok }}
}

// TestElsewhere: a file and a pipe are no terminals, which have no width but the plain one and no colour but where it is asked
// for.
func TestElsewhere(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // nothing is written
	for _, out := range []interface{ Write([]byte) (int, error) }{file, &bytes.Buffer{}} {
		if terminal.IsTerminal(out) || terminal.TextWidth(out) != terminal.PlainWidth {
			t.Errorf("%T: terminal %v, width %d, want none and %d", out, terminal.IsTerminal(out), terminal.TextWidth(out), terminal.PlainWidth)
		}
		for env, want := range map[string]int{"": 0, "wide": 0, "39": 0, "40": 40, "200": 200} {
			if got := environment(map[string]string{"COLUMNS": env}).TableWidth(out); got != want {
				t.Errorf("%T: COLUMNS=%s: a table of %d columns, want %d", out, env, got, want)
			}
		}
		for choice, want := range map[string]bool{"auto": false, "always": true, "never": false} {
			if got := environment(nil).Colored(out, choice); got != want {
				t.Errorf("%T: --color %s: %v, want %v", out, choice, got, want)
			}
		}
	}
}
