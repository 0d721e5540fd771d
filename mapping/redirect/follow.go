package redirect

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Answer is what a server, an archive or the map itself says to one address.
type Answer struct {
	Status   int
	Location string // as it came; "" where there is none
	// Missing says that the page tells its reader that it does not exist, though its status is 200, and by what sign.
	Missing string
	// Unknown says why nothing can be concluded: refused, unreachable, not captured.
	Unknown string
}

// Asker answers for one address without following where it leads. An error ends the whole check; what concerns one address is
// an answer with Unknown set.
type Asker interface {
	Ask(ctx context.Context, address string) (Answer, error)
}

// Hop is one step on the way from an old address.
type Hop struct {
	URL    string
	Answer Answer
}

// Trace is the way from an old address to where it ends.
type Trace struct {
	Hops []Hop
	// Final is the address at which the way ends: of the last answer, or where that leads if it was not asked any more.
	Final string
	Loop  bool // the way came back to an address that it had passed
	Long  bool // it has more hops than allowed
}

// Follow asks for an address and for what it leads to, at most limit redirects on. Where leave says so of an address, it is
// not asked any more, and the way ends there.
func Follow(ctx context.Context, a Asker, start string, limit int, leave func(address string) bool) (Trace, error) {
	t := Trace{Final: start}
	passed := map[string]bool{}
	for {
		answer, err := a.Ask(ctx, t.Final)
		if err != nil {
			return t, err
		}
		t.Hops = append(t.Hops, Hop{t.Final, answer})
		passed[t.Final] = true
		next := resolve(t.Final, answer)
		if next == "" {
			return t, nil
		}
		t.Final = next
		switch {
		case passed[next]:
			t.Loop = true
			return t, nil
		case len(t.Hops) > limit:
			t.Long = true
			return t, nil
		case leave != nil && leave(next):
			return t, nil
		}
	}
}

// resolve returns where an answer leads, "" where it leads nowhere.
func resolve(from string, a Answer) string {
	if a.Status < 300 || a.Status > 399 || a.Location == "" {
		return ""
	}
	base, err := url.Parse(from)
	if err != nil {
		return ""
	}
	to, err := base.Parse(strings.TrimSpace(a.Location))
	if err != nil || to.Host == "" || (to.Scheme != "http" && to.Scheme != "https") {
		return ""
	}
	return to.String()
}

// String is the way in words: each address with its status, then where it leads.
func (t Trace) String() string {
	var b strings.Builder
	for i, h := range t.Hops {
		if i > 0 {
			b.WriteString(" → ")
		}
		b.WriteString(h.URL)
		switch {
		case h.Answer.Unknown != "":
			fmt.Fprintf(&b, " (%s)", h.Answer.Unknown)
		case h.Answer.Missing != "":
			fmt.Fprintf(&b, " %d (%s)", h.Answer.Status, h.Answer.Missing)
		default:
			fmt.Fprintf(&b, " %d", h.Answer.Status)
		}
	}
	if n := len(t.Hops); n > 0 && t.Final != t.Hops[n-1].URL {
		b.WriteString(" → " + t.Final)
	}
	return b.String()
}

// redirects is how many of the hops lead on.
func (t Trace) redirects() int {
	n := 0
	for _, h := range t.Hops {
		if resolve(h.URL, h.Answer) != "" {
			n++
		}
	}
	return n
}

// last returns the last answer and whether it is that of the final address.
func (t Trace) last() (Answer, bool) {
	if len(t.Hops) == 0 {
		return Answer{}, false
	}
	h := t.Hops[len(t.Hops)-1]
	return h.Answer, h.URL == t.Final
}

// Ask answers for an address by the map alone: with its rule, as a page where the snapshot holds one of a new shop, and
// else with nothing that could be concluded.
func (m *Map) Ask(_ context.Context, address string) (Answer, error) {
	if r, ok := m.Rule(address); ok {
		switch r.State {
		case Redirect:
			return Answer{Status: r.Status, Location: r.To}, nil
		case Gone:
			return Answer{Status: http.StatusGone}, nil
		case Pending, Ignored:
		}
	}
	if a, err := ParseAddress(address); err == nil && m.pages[a] {
		return Answer{Status: http.StatusOK}, nil
	}
	return Answer{Unknown: "not in the snapshot"}, nil
}
