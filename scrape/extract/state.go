package extract

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"iter"

	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

// errUnfit says that a page is not of the age that a layout describes.
var errUnfit = errors.New("the page is not as the layout describes it")

// maxAssignments bounds how many assignments of one variable are tried; each may cost a walk to the end of the page.
const maxAssignments = 8

// assigned is what the scripts of a page assign to a variable.
type assigned struct {
	v   *tree.Value
	err error
}

// state returns the JSON value that a script of the page assigns to window.<name>. What follows the value (a semicolon,
// more script, the end of the page) does not matter. Scripts also write window.x = window.x || {}: of several assignments
// the first of an object or array with something in it counts, and an error is that of the first.
func (d *document) state(name string) (*tree.Value, error) {
	known, ok := d.states[name]
	if !ok {
		known.v, known.err = findState(d.body, name)
		d.states[name] = known
	}
	return known.v, known.err
}

func findState(body []byte, name string) (*tree.Value, error) {
	var first error
	var empty *tree.Value
	for at := range assignments(body, name) {
		v, err := tree.Parse(body[at:], "window."+name, false)
		switch {
		case err != nil:
			first = cmp.Or(first, err)
		case len(v.Items) > 0:
			return v, nil
		case empty == nil:
			empty = v
		}
	}
	switch {
	case first != nil:
		return nil, first
	case empty != nil:
		return empty, nil
	}
	return nil, fmt.Errorf("%w: no script assigns window.%s", errUnfit, name)
}

// assignments yields where the values begin that a script assigns to a variable: behind "window.<name> =" and
// "var <name> =", the first maxAssignments of them.
func assignments(body []byte, name string) iter.Seq[int] {
	const space = " \t\n\f\r"
	return func(yield func(int) bool) {
		tried := 0
		for at := 0; tried < maxAssignments && name != ""; {
			i := bytes.Index(body[at:], []byte(name))
			if i < 0 {
				return
			}
			before := body[:at+i]
			at += i + len(name)
			declared := bytes.TrimRight(before, space)
			if !bytes.HasSuffix(before, []byte("window.")) && (len(declared) == len(before) || !bytes.HasSuffix(declared, []byte("var"))) {
				continue
			}
			value, assigned := bytes.CutPrefix(bytes.TrimLeft(body[at:], space), []byte("="))
			if !assigned {
				continue
			}
			tried++
			at = len(body) - len(bytes.TrimLeft(value, space))
			if !yield(at) {
				return
			}
		}
	}
}

// inner returns the JSON value within the string at a pointer of outer.
func inner(outer *tree.Value, pointer string) (*tree.Value, error) {
	found := outer.Find(pointer)
	if len(found) == 0 || found[0].Kind != tree.Scalar {
		return nil, fmt.Errorf("%w: no text at %s%s", errUnfit, outer.Pointer(), pointer)
	}
	return tree.Parse([]byte(found[0].Text), found[0].Pointer()+"!", false)
}

// jsonRoots returns the values that a layout's pointers start from, for the readers "json", "state" and "json-ld".
func jsonRoots(d *document, l *site.Layout) ([]*tree.Value, error) {
	switch l.Reader {
	case "json":
		if d.json == nil {
			return nil, d.jsonErr
		}
		return []*tree.Value{d.json}, nil
	case "json-ld":
		return d.products(), nil
	}
	v, err := d.state(l.Variable)
	if err == nil && l.Inner != "" {
		v, err = inner(v, l.Inner)
	}
	if err != nil {
		return nil, err
	}
	return []*tree.Value{v}, nil
}
