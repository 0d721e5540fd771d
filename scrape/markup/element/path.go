package element

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// Paths writes where the elements of one page stand. Its zero value is ready; it must not be used by several goroutines at once.
type Paths struct {
	spots map[*html.Node]spot // of elements among many siblings
	text  []byte              // the path that is being written
}

// Of returns a selector that leads to the element from the nearest ancestor with an id, or from the root. It is good until
// the next call.
func (p *Paths) Of(e *html.Node) []byte {
	p.text = p.appendPath(p.text[:0], e)
	return p.text
}

func (p *Paths) appendPath(path []byte, e *html.Node) []byte {
	if e == nil || e.Type != html.ElementNode {
		return path
	}
	if id := Attr(e, "id"); id != "" && !strings.ContainsAny(id, " .:#[]>") {
		return append(append(append(path, e.Data...), '#'), id...)
	}
	if path = p.appendPath(path, e.Parent); len(path) > 0 {
		path = append(path, " > "...)
	}
	path = append(path, e.Data...)
	if key := Attr(e, "data-key"); key != "" && !strings.ContainsAny(key, `"\>`) {
		return append(append(append(path, `[data-key="`...), key...), `"]`...)
	}
	if at := p.spot(e); !at.alone {
		path = append(strconv.AppendInt(append(path, ":nth-of-type("...), int64(at.nth), 10), ')')
	}
	return path
}

// spot is where an element stands among its siblings of the same tag.
type spot struct {
	nth   int // from 1
	alone bool
}

// maxNear is how far to look for siblings one by one, as in a row or a table of a shop's page.
const maxNear = 32

// spot returns where an element stands.
func (p *Paths) spot(e *html.Node) spot {
	at, far := spot{nth: 1, alone: true}, 0
	for s := e.PrevSibling; s != nil && far < maxNear; s, far = s.PrevSibling, far+1 {
		if s.Type == html.ElementNode && s.Data == e.Data {
			at.nth++
			at.alone = false
		}
	}
	for s := e.NextSibling; s != nil && far < maxNear && at.alone; s, far = s.NextSibling, far+1 {
		at.alone = s.Type != html.ElementNode || s.Data != e.Data
	}
	if far < maxNear {
		return at
	}
	return p.farSpot(e)
}

// farSpot is spot for an element with many siblings, of which a page may have a hundred thousand: all are counted at once.
func (p *Paths) farSpot(e *html.Node) spot {
	if at, ok := p.spots[e]; ok {
		return at
	}
	if p.spots == nil {
		p.spots = map[*html.Node]spot{}
	}
	first := e
	for first.PrevSibling != nil {
		first = first.PrevSibling
	}
	count := map[string]int{}
	for s := first; s != nil; s = s.NextSibling {
		if s.Type == html.ElementNode {
			count[s.Data]++
			p.spots[s] = spot{nth: count[s.Data]}
		}
	}
	for s := first; s != nil; s = s.NextSibling {
		if s.Type == html.ElementNode && count[s.Data] == 1 {
			p.spots[s] = spot{nth: 1, alone: true}
		}
	}
	return p.spots[e]
}
