package ledger_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
)

// line makes a ledger's line that rules something about an item.
func line(item string) string {
	return fmt.Sprintf(`{"source":"po.co/uk","identities":["item:%s"],"scope":"variant","target":"mi.com/uk","ruling":"deferred"}`, item)
}

// TestTakenBack writes a ledger line by line: "1" rules about item 1, "-n" takes line n back.
func TestTakenBack(t *testing.T) {
	for _, tt := range []struct{ name, lines, standing string }{
		{"nothing", "", ""},
		{"nothing taken back", "1 2", "1 2"},
		{"one", "1 2 -1", "2"},
		{"both at once", "1 2 -1-2", ""},
		{"undo of undo", "1 2 -1 -3", "1 2"},
		{"undo of undo of undo", "1 2 -1 -3 -4", "2"},
		{"twice", "1 2 -1 -1", "2"},
		{"twice, and one of them taken back", "1 2 -1 -1 -3", "2"},
		{"decided again after it", "1 -1 1", "1"},
		{"equal lines are taken back together", "1 1 -1", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var file strings.Builder
			for word := range strings.FieldsSeq(tt.lines) {
				numbers, undo := strings.CutPrefix(word, "-")
				if !undo {
					file.WriteString(line(word) + "\n")
					continue
				}
				names := digests(t, file.String())
				var back []string
				for n := range strings.SplitSeq(numbers, "-") {
					back = append(back, `"`+names[n[0]-'1']+`"`)
				}
				// A note keeps two lines that take the same back apart, as the time does in life.
				fmt.Fprintf(&file, "{\"undo\":[%s],\"note\":\"%d\"}\n", strings.Join(back, ","), len(names))
			}
			l, err := ledger.Read(strings.NewReader(file.String()), "decisions.jsonl")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, line := range l.Standing() {
				got = append(got, line.Identities[0].Value())
			}
			if strings.Join(got, " ") != tt.standing {
				t.Errorf("standing %v, want %s, in\n%s", got, tt.standing, file.String())
			}
		})
	}
}

func TestAppend(t *testing.T) {
	name := filepath.Join(t.TempDir(), "decisions.jsonl")
	ruled := func(item, note string) ledger.Line {
		l, err := ledger.Read(strings.NewReader(line(item)), "x")
		if err != nil {
			t.Fatal(err)
		}
		l.Lines[0].Note = note
		return l.Lines[0]
	}
	if err := ledger.Append(name, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(name); err == nil {
		t.Error("nothing to append made a file")
	}
	for _, note := range []string{"<one>", "two\nlines"} {
		if err := ledger.Append(name, []ledger.Line{ruled("1", note), ruled("2", note)}); err != nil {
			t.Fatal(err)
		}
	}
	l, err := ledger.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := ledger.Append(name, []ledger.Line{{Undo: []string{l.Lines[3].Digest}, Decision: mapping.Decision{Reviewer: "Anna"}}}); err != nil {
		t.Fatal(err)
	}
	if l, err = ledger.Open(name); err != nil {
		t.Fatal(err)
	}
	var notes []string
	for _, line := range l.Standing() {
		notes = append(notes, line.Note)
	}
	// People read the ledger in the repository, and search it.
	if text, err := os.ReadFile(name); err != nil || strings.Count(string(text), `"note":"<one>"`) != 2 {
		t.Errorf("the file does not hold the note as it was written: %s, %v", text, err)
	}
	if want := []string{"<one>", "<one>", "two\nlines"}; !slices.Equal(notes, want) || l.Lines[4].Reviewer != "Anna" {
		t.Errorf("standing %q, want %q; %+v", notes, want, l.Lines[4])
	}
}

// TestAppendToAnOpenLine: an editor that saves no line feed at the end glues nothing together, and nothing is written
// behind a line that was cut off.
func TestAppendToAnOpenLine(t *testing.T) {
	name := filepath.Join(t.TempDir(), "decisions.jsonl")
	add := []ledger.Line{{Decision: mapping.Decision{Source: "a", Target: "b", Identities: []catalog.Identity{"item:2"}, Scope: mapping.ScopeVariant, Ruling: mapping.Deferred}}}
	write := func(text string) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(line("1"))
	if err := ledger.Append(name, add); err != nil {
		t.Fatal(err)
	}
	if l, err := ledger.Open(name); err != nil || len(l.Lines) != 2 {
		t.Errorf("%+v, %v; want two lines", l, err)
	}
	torn := line("1") + "\n" + line("2")[:30]
	write(torn)
	if err := ledger.Append(name, add); err == nil || !strings.Contains(err.Error(), "its last line: read decision: the line was cut off") {
		t.Errorf("error = %v, want one about the line that was cut off", err)
	}
	if got, err := os.ReadFile(name); err != nil || string(got) != torn {
		t.Errorf("the file holds %q, %v; want it as it was", got, err)
	}
	if err := ledger.Append(filepath.Join(name, "x"), add); err == nil {
		t.Error("appended to a file in a file")
	}
}

// TestLedgerThatIsNotThere: before the first ruling there is no file, and that is an empty ledger; what is there and is no file
// is an error.
func TestLedgerThatIsNotThere(t *testing.T) {
	dir := t.TempDir()
	l, err := ledger.Open(filepath.Join(dir, "decisions.jsonl"))
	if err != nil || len(l.Lines) > 0 || len(l.Standing()) > 0 {
		t.Errorf("Open of no file = %+v, %v", l, err)
	}
	r := ledger.Join(nil, slices.Values([]*catalog.Variant{{Key: "po.co/uk#item:1"}}))
	if got := r.Holds("po.co/uk#item:1", "mi.com/uk"); got != -1 {
		t.Errorf("decision %d of none holds", got)
	}
	if l, err := ledger.Open(filepath.Join(dir, "\x00")); l != nil || err == nil || !strings.HasPrefix(err.Error(), "open "+dir) {
		t.Errorf("Open of a name that no file can have = %+v, %v", l, err)
	}
	if _, err := ledger.Open(dir); err == nil {
		t.Error("a folder is read as a ledger")
	}
	add := []ledger.Line{{Decision: mapping.Decision{Source: "a", Target: "b", Identities: []catalog.Identity{"item:2"}, Scope: mapping.ScopeVariant, Ruling: mapping.Deferred}}}
	if err := ledger.Append(dir, add); err == nil || !strings.Contains(err.Error(), "append to ledger: open "+dir) {
		t.Errorf("Append to a folder = %v", err)
	}
}

// TestAppendWhatCannotBeWritten: nothing of it is in the file, and the error names whose decision it is.
func TestAppendWhatCannotBeWritten(t *testing.T) {
	name := filepath.Join(t.TempDir(), "decisions.jsonl")
	add := []ledger.Line{
		{Decision: mapping.Decision{Key: "po.co/uk#item:1", DecidedAt: time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)}},
		{Decision: mapping.Decision{Key: "po.co/uk#item:2", DecidedAt: time.Date(10000, 1, 5, 0, 0, 0, 0, time.UTC)}},
	}
	if err := ledger.Append(name, add); err == nil || !strings.HasPrefix(err.Error(), "write decision about po.co/uk#item:2: ") {
		t.Errorf("Append = %v", err)
	}
	if _, err := os.Stat(name); err == nil {
		t.Error("lines of which one cannot be written made a file")
	}
}

// TestAppendToAFullDisk: what could not be written is said, and what may have been left.
func TestAppendToAFullDisk(t *testing.T) {
	const full = "/dev/full"
	if _, err := os.Stat(full); err != nil {
		t.Skip("this system has no disk that is always full: ", err)
	}
	add := []ledger.Line{{Decision: mapping.Decision{Source: "a", Target: "b", Identities: []catalog.Identity{"item:2"}, Scope: mapping.ScopeVariant, Ruling: mapping.Deferred}}}
	err := ledger.Append(full, add)
	if err == nil || !strings.Contains(err.Error(), "append to ledger /dev/full: write") || !strings.Contains(err.Error(), "a part of it may be in the file") {
		t.Errorf("Append = %v", err)
	}
}
