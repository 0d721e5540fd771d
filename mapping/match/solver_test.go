package match_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/pocomigrate/pocomigrate/mapping/match"
)

func TestAssign(t *testing.T) {
	for _, tt := range []struct {
		name string
		rows [][]match.Edge
		cols int
		want string
	}{
		{"no rows", nil, 3, "[]"},
		{"a row without columns takes none", [][]match.Edge{nil}, 0, "[-1]"},
		{"each its own", [][]match.Edge{{match.NewEdge(0, 5)}, {match.NewEdge(1, 5)}}, 2, "[0 1]"},
		{"the stronger claim wins", [][]match.Edge{{match.NewEdge(0, 4)}, {match.NewEdge(0, 5)}}, 1, "[-1 0]"},
		{"one gives way where the sum gains", [][]match.Edge{{match.NewEdge(0, 9), match.NewEdge(1, 8)}, {match.NewEdge(0, 7)}}, 2, "[1 0]"},
		{"one goes without where the sum gains", [][]match.Edge{{match.NewEdge(0, 2)}, {match.NewEdge(0, 9)}, {match.NewEdge(1, 1)}}, 2, "[-1 0 1]"},
		{"what is worth nothing is not taken", [][]match.Edge{{match.NewEdge(0, 0)}, {match.NewEdge(1, -3)}}, 2, "[-1 -1]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := fmt.Sprint(match.Assign(tt.rows, tt.cols)); got != tt.want {
				t.Errorf("Assign = %s, want %s", got, tt.want)
			}
		})
	}
}

// bruteForce returns the greatest sum of weights by trying everything.
func bruteForce(rows [][]match.Edge, taken uint) int {
	if len(rows) == 0 {
		return 0
	}
	best := bruteForce(rows[1:], taken)
	for _, e := range rows[0] {
		col, weight := e.Parts()
		if taken>>col&1 == 0 {
			best = max(best, weight+bruteForce(rows[1:], taken|1<<col))
		}
	}
	return best
}

// check fails the test unless the assignment is legal and its sum the greatest.
func check(t *testing.T, rows [][]match.Edge, cols int) {
	t.Helper()
	got := match.Assign(rows, cols)
	if len(got) != len(rows) {
		t.Fatalf("%d answers for %d rows", len(got), len(rows))
	}
	sum := 0
	var taken uint
	for r, col := range got {
		if col < 0 {
			continue
		}
		if taken>>col&1 == 1 {
			t.Fatalf("column %d is given twice: %v", col, got)
		}
		taken |= 1 << col
		found := false
		for _, e := range rows[r] {
			if c, w := e.Parts(); c == col && w > 0 {
				sum += w
				found = true
			}
		}
		if !found {
			t.Fatalf("row %d was given column %d, which it cannot take: %v", r, col, rows[r])
		}
	}
	if want := bruteForce(rows, 0); sum != want {
		t.Errorf("sum of %v is %d, want %d, for %v", got, sum, want, rows)
	}
}

func TestAssignAgreesWithBruteForce(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		rows := make([][]match.Edge, rnd.IntN(8))
		cols := rnd.IntN(8)
		for r := range rows {
			for c := range cols {
				if rnd.IntN(3) > 0 {
					rows[r] = append(rows[r], match.NewEdge(c, rnd.IntN(12)-2)) // few weights, so that many sums tie
				}
			}
		}
		check(t, rows, cols)
	}
}

func FuzzAssign(f *testing.F) {
	f.Add(uint8(2), []byte{1, 2, 3, 4})
	f.Add(uint8(7), []byte{9, 9, 9, 9, 9, 9, 9, 200, 3})
	f.Fuzz(func(t *testing.T, cols uint8, weights []byte) {
		n := int(cols%7) + 1
		if len(weights) > 7*n {
			t.Skip("more rows than brute force can try")
		}
		var rows [][]match.Edge
		for i, w := range weights {
			if i%n == 0 {
				rows = append(rows, nil)
			}
			if w > 20 {
				rows[len(rows)-1] = append(rows[len(rows)-1], match.NewEdge(i%n, int(w)))
			}
		}
		check(t, rows, n)
	})
}

func BenchmarkAssign(b *testing.B) {
	rnd := rand.New(rand.NewPCG(3, 4))
	rows := make([][]match.Edge, 2000)
	for r := range rows {
		for k := range 20 {
			rows[r] = append(rows[r], match.NewEdge((r/40*40+k*2+rnd.IntN(2))%2000, 1+rnd.IntN(16000)))
		}
	}
	for b.Loop() {
		match.Assign(rows, 2000)
	}
}
