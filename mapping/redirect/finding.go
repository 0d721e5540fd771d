package redirect

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Level is how grave a finding is.
type Level string

// The levels.
const (
	Fault   Level = "error"
	Warning Level = "warning"
	Info    Level = "info"
)

// ParseLevel reads a level.
func ParseLevel(text string) (Level, error) {
	switch l := Level(text); l {
	case Fault, Warning, Info:
		return l, nil
	}
	return "", fmt.Errorf("level %q: it is error, warning or info", text)
}

func (l Level) rank() int { return slices.Index([]Level{Fault, Warning, Info}, l) }

// AtLeast reports whether the level is as grave as another.
func (l Level) AtLeast(o Level) bool { return l.rank() <= o.rank() }

// Finding is something about one address that somebody should look at.
type Finding struct {
	ID       string `json:"id"` // stable: "loop", "region-crossed"
	Level    Level  `json:"level"`
	Address  string `json:"address"`
	Target   string `json:"target,omitempty"`
	Evidence string `json:"evidence"` // in words; of an address that was asked, every hop
	Clicks   int64  `json:"clicks,omitempty"`
}

// Sort orders findings as people should read them, the gravest and most visited first, and drops those that stand twice. The
// slice is reused.
func Sort(all []Finding) []Finding {
	slices.SortFunc(all, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Level.rank(), b.Level.rank()), cmp.Compare(b.Clicks, a.Clicks), strings.Compare(a.Address, b.Address),
			strings.Compare(a.ID, b.ID), strings.Compare(a.Evidence, b.Evidence))
	})
	return slices.Compact(all)
}
