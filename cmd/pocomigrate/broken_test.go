package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/mapping/redirect"
)

// brokenCommands are command lines that work on a run folder, $RUN, and on files beside it.
const brokenCommands = `
scrape --sample -q -o $RUN po.co/uk mi.com/uk
scrape --sample -q --json --urls $OLD -o $NEW/run po.co/uk
scrape --plan -o $RUN po.co/uk
import $CATALOGUE -o $NEW
map --run $RUN
map --run $RUN -o $NEW/mappings.jsonl
map --source $CATALOGUE --target $TARGET -o -
review --run $RUN $DECIDED
review --run $RUN --apply --reviewer Anna $DECIDED
review status --run $RUN
review status --run $RUN --json
review undo --run $RUN --last --reviewer Anna
review undo --run $RUN --last --reviewer Anna --json
eval $RUN/snapshot/mappings.jsonl $PAIRS
export csv --run $RUN
export csv --run $RUN --table Review
export jsonl --run $RUN --fields key,name
export jsonl --run $RUN --table mappings
export xlsx --run $RUN -o $NEW/out.xlsx
export merchant --run $RUN --shop mi.com/uk
export merchant --run $RUN -o $NEW
redirects export csv --run $RUN --urls $OLD --existing $PLACE --policy $RULES --host www.po.co
redirects export --policy shipped
redirects check --run $RUN --existing $PLACE --host www.po.co
redirects check --run $RUN --from $ARCHIVE --json
diff --policy $POLICY --baseline $BASELINE $RUN $RUN
diff --format json $RUN $RUN
diff --policy shipped
diff --schema
snapshot check $RUN
snapshot fmt $RUN
snapshot schema variants.jsonl
explain --run $RUN po.co/uk#item:4101500071
explain --run $RUN --json po.co/uk#item:4101500071
parse title
shops
extract $PAGE
extract --url https://www.mi.com/uk/product/poco-f6/ $PAGE
shops --json
shops show po.co/uk
shops check --from $ARCHIVE po.co/uk
shops check --from $ARCHIVE --against $RUN po.co/uk
shops words --run $RUN
completion bash
docs $NEW
help exit-codes
version
`

// TestBroken gives every command line each file of a run folder broken and missing, and each file beside it, tables and
// profiles that cannot be read, an output that takes nothing, and a stop before it begins. testdata/broken.txt says what
// comes of it, where that is not what comes of the whole: no answer is given that is not true, and each complaint names the file.
func TestBroken(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows says in other words that a file is missing")
	}
	const golden = "testdata/broken.txt"
	text, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{} // by the command line in its head
	for _, section := range strings.Split("\n"+string(text), "\n== ")[1:] {
		line, _, _ := strings.Cut(section, "\n")
		want[line] = "== " + strings.TrimSuffix(section, "\n")
	}
	from := brokenRun(t)
	var commands []string
	for line := range strings.Lines(strings.TrimSpace(brokenCommands)) {
		commands = append(commands, strings.TrimSpace(line))
	}
	if len(want) != len(commands) && !*update {
		t.Errorf("%s tells of %d command lines, and there are %d", golden, len(want), len(commands))
	}
	said := make([]string, len(commands))
	for i, line := range commands {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			said[i] = brokenBy(t, from, line)
			if d := cmp.Diff(strings.Split(want[line], "\n"), strings.Split(strings.TrimSuffix(said[i], "\n"), "\n")); d != "" && !*update {
				t.Errorf("%s (-want +got):\n%s", golden, d)
			}
		})
	}
	t.Cleanup(func() {
		if !*update {
			return
		}
		if err := os.WriteFile(golden, []byte(strings.Join(said, "\n")), 0o600); err != nil {
			t.Error(err)
		}
	})
}

// brokenRun returns a folder with a small run folder, in which one row is decided, and with the files that commands are given.
func brokenRun(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	run := filepath.Join(dir, "run")
	tell(t, dir, "scrape --sample -q -o $RUN po.co/uk mi.com/uk --only poco-f6,poco-x6-pro,poco-m6-pro")
	rows := tell(t, dir, "export csv --run $RUN --table Review --fields Decision,Row~id,Row~hash").out
	decided := strings.Replace(rows, "\n,", "\ndeferred,", 1)
	if decided == rows {
		t.Fatalf("no row to decide:\n%s", rows)
	}
	page, err := os.ReadFile("../../testdata/sample/mi.com_uk/poco-f6.html")
	if err != nil {
		t.Fatal(err)
	}
	archive, err := os.ReadFile("../../testdata/trouble.wacz")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"decided.csv":   decided,
		"catalogue.csv": "id,title,price\nA1,POCO F6 8GB+256GB Black,£299\n",
		"target.csv":    "id,title,price\nB1,Xiaomi POCO F6 8GB+256GB Black,£289\n",
		"rules.csv":     redirect.ShippedPolicy(),
		"pairs.csv":     "source_id,target_id\npo.co/uk#item:4101500071,mi.com/uk#item:4231505302\n",
		"old.txt":       "https://www.po.co/uk/product/poco-f6/\n",
		"place.csv":     "from,to\n/uk/product/poco-f6,https://www.mi.com/uk/product/poco-f6/\n",
		"policy.csv":    "id,kind,shop,field,over,level,why\nall,*,*,*,,error,every change\n",
		"baseline.csv":  "kind,key,field,new,reason,until\n",
		"page.html":     string(page),
		"archive.wacz":  string(archive),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tell(t, dir, "review --run $RUN --apply --reviewer Anna $DECIDED")
	if err := os.Remove(filepath.Join(run, "review.xlsx")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// digests are those of the sample, which changes with our tables.
var digests = regexp.MustCompile(`digest [0-9a-f]{12}`)

// ending is what a command line came to.
type ending struct {
	code     int
	out, err string
}

// tell runs a command line on the files of a folder, which must work.
func tell(t *testing.T, dir, line string) ending {
	t.Helper()
	o := perform(t.Context(), dir, line, nil)
	if o.code != 0 {
		t.Fatalf("%s ends with %d: %s", line, o.code, o.err)
	}
	return o
}

// perform runs a command line; a ~ in it is a blank. out takes what it writes, nil for the ending.
func perform(ctx context.Context, dir, line string, out io.Writer) ending {
	places := strings.NewReplacer(
		"$RUN", filepath.Join(dir, "run"), "$NEW", filepath.Join(dir, "new"), "$DECIDED", filepath.Join(dir, "decided.csv"),
		"$CATALOGUE", filepath.Join(dir, "catalogue.csv"), "$PAIRS", filepath.Join(dir, "pairs.csv"), "$OLD", filepath.Join(dir, "old.txt"),
		"$PLACE", filepath.Join(dir, "place.csv"), "$POLICY", filepath.Join(dir, "policy.csv"), "$BASELINE", filepath.Join(dir, "baseline.csv"),
		"$PAGE", filepath.Join(dir, "page.html"), "$ARCHIVE", filepath.Join(dir, "archive.wacz"), "$TARGET", filepath.Join(dir, "target.csv"), "$RULES", filepath.Join(dir, "rules.csv"), "$DIR", dir,
	)
	var args []string
	for word := range strings.FieldsSeq(line) {
		args = append(args, strings.ReplaceAll(places.Replace(word), "~", " "))
	}
	var said, complaints bytes.Buffer
	if out == nil {
		out = &said
	}
	now := func() time.Time { return time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC) }
	s := terminal.Streams{In: strings.NewReader("POCO F6\n"), Out: out, Err: &complaints, Env: func(string) (string, bool) { return "", false }, Now: now}
	code := run(ctx, args, s)
	text := strings.ReplaceAll(strings.TrimSpace(complaints.String()), dir, "$DIR")
	return ending{code, said.String(), digests.ReplaceAllString(text, "digest …")}
}

// brokenBy says what a command line comes to, and what it comes to with each of the faults.
func brokenBy(t *testing.T, from, line string) string {
	t.Helper()
	try := func(f fault) ending {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(filepath.Join(dir, "new"), 0o700); err != nil {
			t.Fatal(err)
		}
		if f.spoil != nil {
			if err := f.spoil(dir); err != nil {
				t.Fatal(err)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		if f.stopped {
			cancel()
		}
		e := perform(ctx, dir, line+f.flags, f.out)
		e.out = strings.ReplaceAll(e.out, dir, "$DIR")
		return e
	}
	var b strings.Builder
	say := func(e ending) { fmt.Fprintf(&b, "%d %s\n", e.code, strings.ReplaceAll(e.err, "\n", "\n    ")) }
	whole := try(fault{})
	fmt.Fprintf(&b, "== %s\n", line)
	say(whole)
	for _, f := range faults(line) {
		e := try(f)
		if e.code == whole.code && e.err == whole.err {
			if e.out == whole.out || f.out != nil {
				continue
			}
			e.err = "(another answer)"
		}
		fmt.Fprintf(&b, "%s: ", f.name)
		say(e)
	}
	return b.String()
}

// fault is what is wrong with the files of a folder, or with what a command line is given beside them.
type fault struct {
	name, flags string
	spoil       func(dir string) error
	out         io.Writer // nil takes everything
	stopped     bool
}

// filesOf are the files that a command line is given, by what stands for them in it. The files of a snapshot are read by one piece of code:
// one of them stands for all but where it is named.
var filesOf = map[string][]string{
	"$RUN": {"run/snapshot/variants.jsonl", "run/snapshot/manifest.json", "run/decisions.jsonl", "run/report.json"}, "$RUN/snapshot/mappings.jsonl": {"run/snapshot/mappings.jsonl"},
	"$DECIDED": {"decided.csv"}, "$CATALOGUE": {"catalogue.csv"}, "$TARGET": {"target.csv"}, "$PAIRS": {"pairs.csv"}, "$OLD": {"old.txt"}, "$PLACE": {"place.csv"},
	"$RULES": {"rules.csv"}, "$POLICY": {"policy.csv"}, "$BASELINE": {"baseline.csv"}, "$PAGE": {"page.html"}, "$ARCHIVE": {"archive.wacz"},
}

// faults returns those that a command line can meet.
func faults(line string) []fault {
	var all []fault
	for _, word := range slices.Compact(strings.Fields(line)) { // of two alike one
		for _, name := range filesOf[word] {
			all = append(
				all,
				fault{name: "broken " + name, spoil: func(dir string) error { return os.WriteFile(filepath.Join(dir, name), []byte(`{"`), 0o600) }},
				fault{name: "missing " + name, spoil: func(dir string) error { return os.Remove(filepath.Join(dir, name)) }},
			)
		}
	}
	written := func(name, text string) func(string) error {
		return func(dir string) error { return os.WriteFile(filepath.Join(dir, "new", name), []byte(text), 0o600) }
	}
	return append(
		all,
		fault{name: "no tables", flags: " --data $DIR/none"},
		fault{name: "broken tables", flags: " --data $NEW", spoil: written("colors.csv", `"`)},
		fault{name: "no profiles", flags: " --shops $DIR/none"},
		fault{name: "broken profiles", flags: " --shops $NEW", spoil: written("po.co_uk.json", `{`)},
		fault{name: "output full", out: full{}},
		fault{name: "stopped", stopped: true},
	)
}

// full is an output that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: "/dev/stdout", Err: errors.New("no space left on device")}
}
