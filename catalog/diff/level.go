package diff

import (
	"fmt"
	"strings"
)

// Level says how grave a change is. The zero Level is Ignore.
type Level int

// The levels, the least grave first.
const (
	Ignore  Level = iota // a change, and nobody needs to hear of it
	Info                 // worth a line
	Warning              // somebody should look
	Error                // must not pass unseen
)

var levelNames = [...]string{"ignore", "info", "warning", "error"}

// String returns the name of the level as a policy writes it.
func (l Level) String() string {
	if l < 0 || int(l) >= len(levelNames) {
		return fmt.Sprintf("level %d", int(l))
	}
	return levelNames[l]
}

// MarshalText writes the level's name.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// ParseLevel reads the name of a level.
func ParseLevel(name string) (Level, error) {
	for l, known := range levelNames {
		if name == known {
			return Level(l), nil
		}
	}
	return 0, fmt.Errorf("level %q: it is one of %s", name, strings.Join(levelNames[:], ", "))
}
