package diff_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
)

// stored is a source of records that are made when they are asked for: n of them, each with a key, a price and an identity.
type stored struct {
	n     int
	price func(i int) int
	key   func(i int) string
	read  *int // how many records were made
	open  *int // cursors
	keys  int  // how many keys were asked for
	fail  error
}

func (s *stored) Open() (diff.Cursor, error) {
	*s.open++
	return &storedCursor{of: s, at: -1}, nil
}

type storedCursor struct {
	of *stored
	at int
}

func (c *storedCursor) Next() (bool, error) {
	if c.at++; c.at == c.of.n && c.of.fail != nil {
		return false, c.of.fail
	}
	return c.at < c.of.n, nil
}

func (c *storedCursor) Text() []byte {
	return fmt.Appendf(nil, "%s %d %d", c.of.key(c.at), c.at, c.of.price(c.at))
}

func (c *storedCursor) Key() ([]byte, error) {
	c.of.keys++
	return []byte(c.of.key(c.at)), nil
}
func (c *storedCursor) At() string   { return fmt.Sprint("line ", c.at+1) }
func (c *storedCursor) Close() error { *c.of.open--; return nil }
func (c *storedCursor) Names(yield func([]byte)) error {
	yield([]byte(c.of.key(c.at)))
	yield(fmt.Append(nil, "thing", c.at))
	return nil
}

func (c *storedCursor) Record() (diff.Record, error) {
	*c.of.read++
	return variant(c.of.key(c.at), fmt.Sprint("thing", c.at), fmt.Sprintf("price=%d GBP", c.of.price(c.at))), nil
}

// Records with equal texts are never made, so that memory does not grow with them; of two of them one key is read. Every cursor
// is closed.
func TestMergeReadsWhatDiffers(t *testing.T) {
	const n = 20_000
	read, open := 0, 0
	side := func(version int) *stored {
		return &stored{
			n: n, read: &read, open: &open,
			price: func(i int) int {
				if i%2000 == 0 {
					return 100 + version
				}
				return 100
			},
			key: func(i int) string {
				if i == n-1 {
					return fmt.Sprintf("%05d-%d", i, version)
				}
				return fmt.Sprintf("%05d", i)
			},
		}
	}
	seen := 0
	before, after := side(0), side(1)
	r, err := diff.Merge(before, after, diff.Options{Seen: func(_, _, _ []byte) { seen++ }})
	if err != nil {
		t.Fatal(err)
	}
	if want := (diff.Counts{Changed: 10, Moved: 1}); r.Counts != want || r.Old != n || r.New != n || r.Compared != n {
		t.Errorf("result %+v of %d and %d, %d compared; want %+v of %d", r.Counts, r.Old, r.New, r.Compared, want, n)
	}
	if want := 2*10 + 2; read != want {
		t.Errorf("%d records were made, want %d", read, want)
	}
	if before.keys != n || after.keys != 10+1 {
		t.Errorf("%d and %d keys were read, want %d and %d", before.keys, after.keys, n, 10+1)
	}
	if seen != n+1 || open != 0 {
		t.Errorf("%d keys were seen, %d cursors are open", seen, open)
	}
}

// walked counts how often a source is walked over.
type walked struct {
	diff.Source

	times int
}

func (w *walked) Open() (diff.Cursor, error) {
	w.times++
	return w.Source.Open()
}

// A side is walked over once, and once more where a record of the other one is left over whose partner it may hold.
func TestMergeWalksAgainForWhatIsLeft(t *testing.T) {
	side := func(keys string) *walked {
		list := strings.Fields(keys)
		return &walked{Source: &stored{
			n: len(list), read: new(int), open: new(int), price: func(int) int { return 1 }, key: func(i int) string { return list[i] },
		}}
	}
	for _, tt := range []struct {
		name, old, current string
		want               [2]int
	}{
		{"nothing differs", "a b", "a b", [2]int{1, 1}},
		{"added", "a", "a b", [2]int{2, 1}},
		{"removed", "a b", "a", [2]int{1, 2}},
		{"moved", "a b", "a c", [2]int{2, 2}},
	} {
		before, after := side(tt.old), side(tt.current)
		if _, err := diff.Merge(before, after, diff.Options{}); err != nil {
			t.Fatal(err)
		}
		if got := [2]int{before.times, after.times}; got != tt.want {
			t.Errorf("%s: old and new were walked over %d times, want %d", tt.name, got, tt.want)
		}
	}
}

// What is out of order, or twice there, is refused and said to be, equal on both sides or not; other errors pass through.
func TestMergeErrors(t *testing.T) {
	broken := errors.New("the disk is gone")
	side := func(keys string, fail error) *stored {
		list := strings.Fields(keys)
		return &stored{
			n: len(list), fail: fail, read: new(int), open: new(int),
			price: func(int) int { return 1 }, key: func(i int) string { return list[i] },
		}
	}
	for _, tt := range []struct {
		name, old, current string
		fail               error
		want               string
		is                 error
	}{
		{"twice in both", "a b b", "a b b", nil, `line 3: the key "b" stands in the record before, too`, diff.ErrOrder},
		{"twice in the old", "a c" + " c d", "a c d", nil, `line 3: the key "c" stands in the record before, too`, diff.ErrOrder},
		{"twice in the new", "a", "a a", nil, `line 2: the key "a" stands in the record before, too`, diff.ErrOrder},
		{"behind in both", "b a", "b a", nil, `line 2: the key "a" stands behind "b"`, diff.ErrOrder},
		{"behind in the old", "c a", "a c", nil, `line 2: the key "a" stands behind "c"`, diff.ErrOrder},
		{"behind at the end", "a", "b c a", nil, `line 3: the key "a" stands behind "c"`, diff.ErrOrder},
		{"not read to the end", "a b", "a b", broken, "the disk is gone", broken},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, after := side(tt.old, nil), side(tt.current, tt.fail)
			r, err := diff.Merge(before, after, diff.Options{})
			if !errors.Is(err, tt.is) || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("error = %v, want %s", err, tt.want)
			}
			if diff := gocmp.Diff(diff.Result{}, r); diff != "" {
				t.Errorf("a result beside the error: %s", diff)
			}
			if *before.open+*after.open != 0 {
				t.Error("a cursor is open")
			}
		})
	}
}

// Whatever the number of cursors, results of several kinds are one result in the order of all.
func TestTogether(t *testing.T) {
	a, b := compare(t, nil, []diff.Record{variant("2")}), compare(t, []diff.Record{variant("1")}, nil)
	got := diff.Together(a, b)
	if want := (diff.Counts{Added: 1, Removed: 1}); got.Counts != want || got.Old != 1 || got.New != 1 {
		t.Errorf("result = %+v", got)
	}
	if keys := []string{got.Changes[0].Key, got.Changes[1].Key}; !slices.IsSorted(keys) {
		t.Errorf("keys = %q", keys)
	}
}
