package script

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

// All returns the values of one script element, of which there should be one: those that stand in its text one after the
// other. Those behind the first carry their number behind inside, which every pointer into them starts with.
func (r *Reader) All(text, inside string) []*tree.Value {
	out := r.inARow(text, inside)
	if len(out) == 0 && strings.Contains(text, "&") { // some write a script as if it were text of the page
		out = r.inARow(html.UnescapeString(text), inside)
	}
	return out
}

// inARow reads the values that stand in a text one after the other.
func (r *Reader) inARow(text, inside string) []*tree.Value {
	var out []*tree.Value
	for {
		v, size, err := r.Value(text)
		if err != nil {
			return out
		}
		v.Inside = inside
		if len(out) > 0 {
			v.Inside += "+" + strconv.Itoa(len(out))
		}
		out = append(out, v)
		text = strings.TrimLeft(text[size:], " \t\r\n,;")
	}
}
