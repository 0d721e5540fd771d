package diff_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
)

// frail is a source whose disk goes after so many more questions to it or to its cursors, and may come back at once.
type frail struct {
	diff.Source

	left *int
	open *int
	gone error
	back bool
}

// ask counts a question.
func (f *frail) ask() error {
	if *f.left--; *f.left == -1 || *f.left < -1 && !f.back {
		return f.gone
	}
	return nil
}

func (f *frail) Open() (diff.Cursor, error) {
	if err := f.ask(); err != nil {
		return nil, err
	}
	c, err := f.Source.Open()
	*f.open++
	return &frailCursor{c, f}, err
}

type frailCursor struct {
	diff.Cursor

	of *frail
}

func (c *frailCursor) Next() (bool, error) {
	if err := c.of.ask(); err != nil {
		return false, err
	}
	return c.Cursor.Next()
}

func (c *frailCursor) Key() ([]byte, error) {
	if err := c.of.ask(); err != nil {
		return nil, err
	}
	return c.Cursor.Key()
}

func (c *frailCursor) Names(yield func([]byte)) error {
	if err := c.of.ask(); err != nil {
		return err
	}
	return c.Cursor.Names(yield)
}

func (c *frailCursor) Record() (diff.Record, error) {
	if err := c.of.ask(); err != nil {
		return nil, err
	}
	return c.Cursor.Record()
}

func (c *frailCursor) Close() error {
	*c.of.open--
	return errors.Join(c.Cursor.Close(), c.of.ask())
}

// Whenever the disk goes, the comparison ends with its error, without a result, and leaves nothing open.
func TestMergeStopsWhereverItCannotRead(t *testing.T) {
	gone := errors.New("the disk is gone")
	side := func(version string) *stored {
		keys := []string{"a", "b " + version, "c", "c again", "d" + version, "e"}
		if version == "2" {
			keys = append(keys, "f")
		}
		return &stored{
			n: len(keys), read: new(int), open: new(int),
			price: func(i int) int { return max(0, 1-i) * len(keys) }, key: func(i int) string { return keys[i] },
		}
	}
	for _, back := range []bool{false, true} {
		failed := 0
		for after := range 1000 {
			left, open := after, 0
			r, err := diff.Merge(
				&frail{side("1"), &left, &open, gone, back}, &frail{side("2"), &left, &open, gone, back}, diff.Options{},
			)
			if open != 0 {
				t.Fatalf("the disk went after %d questions: %d cursors are open", after, open)
			}
			if left >= 0 && err == nil {
				if r.Compared == 0 || r.Counts.Moved == 0 || r.Counts.Changed == 0 || r.Counts.Added == 0 {
					t.Errorf("the sides do not put every question: %+v", r.Counts)
				}
				break
			}
			failed++
			if !errors.Is(err, gone) {
				t.Fatalf("the disk went after %d questions, back %v: error %v, result %+v", after, back, err, r)
			}
			if d := gocmp.Diff(diff.Result{}, r); d != "" {
				t.Errorf("the disk went after %d questions, back %v: a result beside the error:\n%s", after, back, d)
			}
		}
		if failed < 20 || failed == 1000 {
			t.Errorf("%d comparisons failed", failed)
		}
	}
}

// Whether a page was read is asked of somebody who may not know; then nothing is said to be removed.
func TestCompareStopsWhereUnknownFails(t *testing.T) {
	gone := errors.New("the disk is gone")
	opt := diff.Options{Unknown: func([]diff.Record) ([]bool, error) { return nil, gone }}
	r, err := diff.Compare([]diff.Record{variant("1")}, nil, opt)
	if !errors.Is(err, gone) {
		t.Errorf("error = %v", err)
	}
	if d := gocmp.Diff(diff.Result{}, r); d != "" {
		t.Errorf("a result beside the error:\n%s", d)
	}
	if _, err := diff.Compare([]diff.Record{variant("1")}, []diff.Record{variant("1")}, opt); err != nil {
		t.Errorf("nothing is missing, and yet it was asked for: %v", err)
	}
}

// A price that falls by less than can be written is no negative zero, which not every reader of JSON takes for zero.
func TestWriteJSONHasNoNegativeZero(t *testing.T) {
	c := change(diff.Changed, "po.co/uk#item:1", "price", "100000000000 GBP", "99999999999 GBP")
	var b bytes.Buffer
	if err := diff.WriteJSON(&b, diff.Report{Result: diff.Result{Changes: []diff.Change{c}}}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `"percent":0}`) {
		t.Errorf("lines = %s", b.String())
	}
}

func TestLevelString(t *testing.T) {
	for level, want := range map[diff.Level]string{diff.Ignore: "ignore", diff.Info: "info", diff.Warning: "warning", diff.Error: "error", 4: "level 4", -1: "level -1"} {
		if got := level.String(); got != want {
			t.Errorf("name of level %d = %q, want %q", int(level), got, want)
		}
	}
}
