package extract

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// maxDepth bounds the nesting of JSON. The deepest answer that the layouts describe nests 12 levels.
const maxDepth = 200

// maxValues bounds the values of one JSON text, of which each takes some 130 bytes: "[0,0,…" in 32 MiB would take 2 GiB. The
// largest answers of the shops are under 2 MiB, and hold fewer than 100,000.
const maxValues = 1_000_000

// value is one JSON value. Unlike a Go map it keeps the order of an object's keys, which carries meaning where labels and
// values of a specification take turns, and numbers keep the digits they were written with.
type value struct {
	kind   kind
	text   string // string, number and boolean, as text
	names  []string
	items  []*value // elements of an array, or values of an object in the order of names
	parent *value
	index  int    // position in the parent
	inside string // what the pointer starts with; in the middle of a tree, where the value was taken from
	// element is where microdata and Open Graph say it; nil for JSON.
	element *html.Node
}

type kind byte

const (
	null kind = iota
	scalar
	array
	object
)

// parseJSON reads the JSON value at the start of data and ignores what follows it, unless whole asks for nothing else.
// Inside is put in front of every pointer into the value.
func parseJSON(data []byte, inside string, whole bool) (*value, error) {
	d := &treeReader{Decoder: json.NewDecoder(bytes.NewReader(data))}
	d.UseNumber()
	v, err := d.value(0)
	if err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, fmt.Errorf("JSON ends early, after byte %d", len(data))
		}
		return nil, fmt.Errorf("JSON at byte %d: %w", d.InputOffset(), err)
	}
	if whole {
		if _, err := d.Token(); !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("JSON at byte %d: something follows the value", d.InputOffset())
		}
	}
	v.inside = inside
	return v, nil
}

// treeReader builds the tree of one JSON text.
type treeReader struct {
	*json.Decoder
	values int
}

func (d *treeReader) value(depth int) (*value, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("nested deeper than %d levels", maxDepth)
	}
	if d.values++; d.values > maxValues {
		return nil, fmt.Errorf("more than %d values", maxValues)
	}
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '[' {
			return d.array(depth)
		}
		return d.object(depth)
	case string:
		return &value{kind: scalar, text: t}, nil
	case json.Number:
		return &value{kind: scalar, text: t.String()}, nil
	case bool:
		return &value{kind: scalar, text: strconv.FormatBool(t)}, nil
	}
	return &value{kind: null}, nil
}

func (d *treeReader) array(depth int) (*value, error) {
	v := &value{kind: array}
	for d.More() {
		if err := d.item(v, depth); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return v, err
}

func (d *treeReader) object(depth int) (*value, error) {
	v := &value{kind: object}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		text, ok := name.(string)
		if !ok {
			return nil, fmt.Errorf("object key %v is no string", name)
		}
		v.names = append(v.names, text)
		if err := d.item(v, depth); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return v, err
}

// item reads one value into an array or object.
func (d *treeReader) item(v *value, depth int) error {
	item, err := d.value(depth + 1)
	if err != nil {
		return err
	}
	item.parent, item.index = v, len(v.items)
	v.items = append(v.items, item)
	return nil
}

// find returns the values at a pointer pattern, relative to v: * stands for every element, a number in front goes up.
func (v *value) find(pattern string) []*value {
	up, rest, _ := strings.Cut(pattern, "/")
	at := v
	if steps, err := strconv.Atoi(up); err == nil {
		for ; steps > 0 && at != nil; steps-- {
			at = at.parent
		}
	}
	if at == nil {
		return nil
	}
	found := []*value{at}
	if rest == "" {
		return found
	}
	for step := range strings.SplitSeq(rest, "/") {
		found = children(found, unescape(step))
	}
	return found
}

func children(of []*value, step string) []*value {
	var out []*value
	for _, v := range of {
		switch {
		case step == "*":
			out = append(out, v.items...)
		case v.kind == object:
			for i, name := range v.names {
				if name == step {
					out = append(out, v.items[i])
					break
				}
			}
		case v.kind == array:
			if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(v.items) {
				out = append(out, v.items[i])
			}
		}
	}
	return out
}

// pointer returns the JSON pointer (RFC 6901) of v, after what it is inside of.
func (v *value) pointer() string {
	if v.parent == nil || v.inside != "" {
		return v.inside
	}
	step := strconv.Itoa(v.index)
	if v.parent.kind == object {
		step = escape(v.parent.names[v.index])
	}
	return v.parent.pointer() + "/" + step
}

func escape(step string) string {
	return strings.ReplaceAll(strings.ReplaceAll(step, "~", "~0"), "/", "~1")
}

func unescape(step string) string {
	return strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
}
