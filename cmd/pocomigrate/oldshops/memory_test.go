package oldshops

import (
	"testing"

	"github.com/pocomigrate/pocomigrate/mapping/redirect"
)

// counting counts how often it is asked.
type counting struct {
	redirect.Knowledge
	asked map[string]int
}

func (c counting) Old(address string) (redirect.Page, redirect.Reason) {
	c.asked["old "+address]++
	return redirect.Page{Slug: address}, redirect.NoShop
}

func (c counting) Place(address string) (region string, kind redirect.Kind, isNew bool) {
	c.asked["place "+address]++
	return address, redirect.Home, true
}

// TestMemory: of each address the profiles are asked once.
func TestMemory(t *testing.T) {
	c := counting{asked: map[string]int{}}
	r := remember(c)
	for range 3 {
		for _, address := range []string{"a", "b"} {
			if page, reason := r.Old(address); page.Slug != address || reason != redirect.NoShop {
				t.Errorf("old %s: %+v, %s", address, page, reason)
			}
			if region, kind, isNew := r.Place(address); region != address || kind != redirect.Home || !isNew {
				t.Errorf("place %s: %s, %s, %v", address, region, kind, isNew)
			}
		}
	}
	for what, n := range c.asked {
		if n != 1 {
			t.Errorf("%s: asked %d times", what, n)
		}
	}
}
