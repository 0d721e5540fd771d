package match_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/match"
)

// toldBelow parts a catalogue from what is told of it.
const toldBelow = "\n-- told --\n"

// TestTold holds small catalogues to all that is said of them: every weight, every candidate and every sentence, to the digit. The
// files hold a catalogue as testdata/cases.txt does, with "by title" where names are compared by the words of titles; what
// stands below it is rewritten with -update.
func TestTold(t *testing.T) {
	files, err := filepath.Glob("testdata/told/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			above, want, _ := strings.Cut(string(text), toldBelow)
			s := scenario{in: match.Input{Routes: []match.Route{{From: oldShop, To: newShop}}}}
			for line := range strings.Lines(above) {
				line = strings.TrimSpace(line)
				switch {
				case line == "" || line[0] == '#':
				case line == "by title":
					s.in.Routes[0].ByTitle = true
				default:
					if err := s.add(line); err != nil {
						t.Fatalf("%q: %v", line, err)
					}
				}
			}
			pairs := -1 // whatever it was
			s.in.Pairs = &pairs
			got := told(match.Map(s.in)) + fmt.Sprintf("%d pairs were compared\n", pairs)
			if *update {
				if err := os.WriteFile(name, []byte(above+toldBelow+got), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if d := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); d != "" {
				t.Errorf("-want +told:\n%s", d)
			}
		})
	}
}

// TestToldOfLearnedWeights: from some hundred titles on, how shops write is learned from the titles themselves.
func TestToldOfLearnedWeights(t *testing.T) {
	const name = "testdata/learned.txt"
	got := match.Map(titled(400, 1))
	got = slices.DeleteFunc(got, func(m mapping.Mapping) bool { return m.SourceID == "" || m.SourceID.Value() > "105" })
	text := told(got)
	if *update {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(text, "\n")); d != "" {
		t.Errorf("-want +told:\n%s", d)
	}
}

// told writes mappings with all that they say.
func told(list []mapping.Mapping) string {
	var b strings.Builder
	candidate := func(as string, c mapping.Candidate) {
		fmt.Fprintf(&b, "  %s %s, score %.4f, %s: %s\n", as, c.TargetID, float64(c.Score), c.Title, c.Reason)
	}
	for _, m := range list {
		fmt.Fprintf(&b, "%s is %s", m.LineKey(), shown(m))
		if m.Status != mapping.New {
			fmt.Fprintf(&b, ", score %.4f", float64(m.Score))
		}
		if m.Lead != 0 {
			fmt.Fprintf(&b, ", lead %.2f", float64(m.Lead))
		}
		if m.Forgone != 0 {
			fmt.Fprintf(&b, ", forgone %.2f", float64(m.Forgone))
		}
		fmt.Fprintf(&b, "\n  because %s\n", m.Reason)
		for _, e := range m.Evidence {
			fmt.Fprintf(&b, "  %s %s %+.2f: %s | %s", e.Attribute, e.Level, float64(e.Bits), e.Source, e.Target)
			if e.Detail != "" {
				b.WriteString(" | " + e.Detail)
			}
			if e.Veto {
				b.WriteString(" | rules it out")
			}
			b.WriteString("\n")
		}
		if m.RunnerUp != nil {
			candidate("runner-up", *m.RunnerUp)
		}
		for _, c := range m.Others {
			candidate("considered", c)
		}
		if m.Change != "" {
			fmt.Fprintf(&b, "  change: %s\n", m.Change)
		}
	}
	return b.String()
}
