package tree

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// Value is one value. Unlike a Go map it keeps the order of an object's keys, which carries meaning where labels and
// values of a specification take turns, and a key may be given twice; numbers keep the digits they were written with.
type Value struct {
	Kind   Kind
	Text   string   // string, number and truth value, as text
	Names  []string // of an object
	Items  []*Value // elements of an array, or values of an object in the order of names
	Parent *Value   // nil at the root
	// Inside is what the pointer starts with; in the middle of a tree, where the value was taken from.
	Inside string
	// Element is where microdata and Open Graph say it; nil for JSON.
	Element *html.Node

	index int // position in the parent
}

// Kind is what a value is.
type Kind byte

// The kinds of values. Scalars are texts, numbers and truth values; arrays and objects hold other values and come last.
const (
	Null Kind = iota
	Scalar
	Array
	Object
)

// Each returns the values of a property, none of them null: all that carry its name, whatever its letters' case, and the elements of lists.
func (v *Value) Each(name string) []*Value {
	var out []*Value
	for i, n := range v.Names {
		if n != name && (len(n) != len(name) || !strings.EqualFold(n, name)) {
			continue
		}
		if item := v.Items[i]; item.Kind == Array {
			out = append(out, item.Items...)
		} else if item.Kind != Null {
			out = append(out, item)
		}
	}
	return out
}

// First returns the first value of a property, nil where there is none.
func (v *Value) First(name string) *Value {
	if values := v.Each(name); len(values) > 0 {
		return values[0]
	}
	return nil
}

// Say returns the first text of a property, "" where there is none.
func (v *Value) Say(name string) string {
	for _, item := range v.Each(name) {
		if item.Kind == Scalar && item.Text != "" {
			return item.Text
		}
	}
	return ""
}

// Put adds a property to an object, in whose tree the item then is.
func (v *Value) Put(name string, item *Value) {
	v.Names = append(v.Names, name)
	v.Add(item)
}

// Add adds an element to an array, in whose tree the item then is.
func (v *Value) Add(item *Value) {
	item.Parent, item.index = v, len(v.Items)
	v.Items = append(v.Items, item)
}

// Find returns the values at a pointer pattern, relative to v: * stands for every element, a number in front goes up.
func (v *Value) Find(pattern string) []*Value {
	up, rest, _ := strings.Cut(pattern, "/")
	at := v
	if steps, err := strconv.Atoi(up); err == nil {
		for ; steps > 0 && at != nil; steps-- {
			at = at.Parent
		}
	}
	if at == nil {
		return nil
	}
	found := []*Value{at}
	if rest == "" {
		return found
	}
	for step := range strings.SplitSeq(rest, "/") {
		found = children(found, unescape(step))
	}
	return found
}

func children(of []*Value, step string) []*Value {
	var out []*Value
	for _, v := range of {
		switch {
		case step == "*":
			out = append(out, v.Items...)
		case v.Kind == Object:
			for i, name := range v.Names {
				if name == step {
					out = append(out, v.Items[i])
					break
				}
			}
		case v.Kind == Array:
			if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(v.Items) {
				out = append(out, v.Items[i])
			}
		}
	}
	return out
}

// Pointer returns the JSON pointer (RFC 6901) of v, after what it is inside of.
func (v *Value) Pointer() string {
	if v.Parent == nil || v.Inside != "" {
		return v.Inside
	}
	step := strconv.Itoa(v.index)
	if v.Parent.Kind == Object {
		step = escape(v.Parent.Names[v.index])
	}
	return v.Parent.Pointer() + "/" + step
}

func escape(step string) string {
	return strings.ReplaceAll(strings.ReplaceAll(step, "~", "~0"), "/", "~1")
}

func unescape(step string) string {
	return strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
}

// IsNumber says that a text is a number as JSON or a script writes it, in no more digits than one can mean.
func IsNumber(text string) bool {
	digits := 0
	for i := range len(text) {
		switch c := text[i]; {
		case '0' <= c && c <= '9':
			digits++
		case c == '.' || (c == 'e' || c == 'E') && digits > 0 || (c == '-' || c == '+') && (i == 0 || text[i-1]|0x20 == 'e'):
		default:
			return false
		}
	}
	return digits > 0 && len(text) <= 40
}
