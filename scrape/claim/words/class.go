package words

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode"
)

// classSays are what class names may say, in the order in which Class yields them.
var classSays = []string{"price", "former", "related", "code", "no_price", "net"}

// former is the one that has exceptions.
const former = "former"

// classes are the words of class names.
type classes struct {
	parts  map[string][]string        // by what they say
	wholes map[string]map[string]bool // the same, of words that count only as a whole
	never  []string                   // that hold a word of a former price and mean another thing
}

// Class yields what a class name or id says about what stands in its element, each once: "price", "former" (what is struck
// through or compared with), "related" (other products), "code", "no_price" (an amount that is no price of the goods), "net".
func (w *Words) Class(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		low := strings.ToLower(name)
		for _, says := range classSays {
			if w.classes.say(low, says) && (says != former || !w.classes.saysNever(low)) && !yield(says) {
				return
			}
		}
	}
}

func (c *classes) say(name, says string) bool {
	if holdsAny(name, c.parts[says]) {
		return true
	}
	if len(c.wholes[says]) == 0 {
		return false
	}
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if c.wholes[says][word] {
			return true
		}
	}
	return false
}

// saysNever says that a name speaks of a former price only by words that mean another thing.
func (c *classes) saysNever(name string) bool {
	plain := name
	for _, never := range c.never {
		plain = strings.ReplaceAll(plain, never, "")
	}
	return plain != name && !c.say(plain, former)
}

// add adds a row of classes.csv.
func (c *classes) add(cells []string) error {
	name, says, where := cells[0], cells[1], cells[2]
	switch {
	case name != strings.ToLower(name):
		return fmt.Errorf("class name %q is not in small letters", name)
	case !slices.Contains(classSays, says):
		return fmt.Errorf("class name %q: says %q, which is none of %q", name, says, classSays)
	case slices.Contains(c.parts[says], name) || c.wholes[says][name] || slices.Contains(c.never, name):
		return fmt.Errorf("class name %q is given twice", name)
	}
	switch where {
	case "part":
		c.parts[says] = append(c.parts[says], name)
	case "whole":
		if c.wholes[says] == nil {
			c.wholes[says] = map[string]bool{}
		}
		c.wholes[says][name] = true
	case "never":
		if says != former {
			return fmt.Errorf("class name %q: only what says %q has exceptions", name, former)
		}
		c.never = append(c.never, name)
	default:
		return fmt.Errorf("class name %q: it counts %q, which is none of part, whole, never", name, where)
	}
	return nil
}
