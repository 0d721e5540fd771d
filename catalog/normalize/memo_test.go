package normalize

import (
	"strconv"
	"strings"
	"sync"
	"testing"
)

func TestMemo(t *testing.T) {
	var m memo[int]
	asked := map[string]int{}
	length := func(words string) int {
		asked[words]++
		return len(words)
	}
	long := strings.Repeat("x", maxMemoKey+1)
	for range 3 {
		for _, words := range []string{"", "Akku", long} {
			if got := m.get(words, length); got != len(words) {
				t.Errorf("get(%.10q) = %d", words, got)
			}
		}
	}
	if asked[""] != 1 || asked["Akku"] != 1 || asked[long] != 3 {
		t.Errorf("asked for %v, want what is short once, what is long each time", asked)
	}
	for i := range 3 * maxMemo {
		m.get(strconv.Itoa(i), length)
	}
	if len(m.known) > maxMemo {
		t.Errorf("%d words are kept, at most %d should be", len(m.known), maxMemo)
	}
}

func TestMemoSideBySide(t *testing.T) {
	var m memo[int]
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 2 * maxMemo {
				if got := m.get(strconv.Itoa(i), func(words string) int { return len(words) }); got != len(strconv.Itoa(i)) {
					t.Errorf("get(%d) = %d", i, got)
				}
			}
		})
	}
	wg.Wait()
}
