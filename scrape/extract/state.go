package extract

import (
	"bytes"
	"errors"
	"regexp"

	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// errNoState says that a page does not assign the variable a layout reads.
var errNoState = errors.New("the page does not assign the state variable")

// state returns the JSON value that a script of the page assigns to window.<name>. What follows the value (a semicolon,
// more script, the end of the page) does not matter.
func state(body []byte, name string) (*value, error) {
	assignment, err := regexp.Compile(`(?:window\.|var\s+)` + regexp.QuoteMeta(name) + `\s*=\s*`)
	if err != nil {
		return nil, err
	}
	at := assignment.FindIndex(body)
	if at == nil {
		return nil, errNoState
	}
	return parseJSON(bytes.TrimLeft(body[at[1]:], " \t\r\n"), "window."+name, false)
}

// inner returns the JSON value within the string at a pointer of outer.
func inner(outer *value, pointer string) (*value, error) {
	found := outer.find(pointer)
	if len(found) == 0 || found[0].kind != scalar {
		return nil, errNoState
	}
	return parseJSON([]byte(found[0].text), found[0].pointer()+"!", false)
}

// jsonRoots returns the values that a layout's pointers start from, for the readers "json", "state" and "json-ld".
func jsonRoots(d *document, l *site.Layout) ([]*value, error) {
	switch l.Reader {
	case "json":
		if d.json == nil {
			return nil, d.jsonErr
		}
		return []*value{d.json}, nil
	case "json-ld":
		return d.products(), nil
	}
	v, err := state(d.body, l.Variable)
	if err == nil && l.Inner != "" {
		v, err = inner(v, l.Inner)
	}
	if err != nil {
		return nil, err
	}
	return []*value{v}, nil
}
