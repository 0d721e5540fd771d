package site

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// Signals tell answers that are no pages of a shop, in the order in which they are tried.
type Signals struct {
	// Titles are pointers of page titles within the state that StateVariable holds; an answer that looks like a product
	// page to its markup may still say "404" there.
	StateVariable string   `json:"state_variable"`
	Titles        []string `json:"titles"`
	List          []Signal `json:"signals"`
}

// Tell returns the first signal that the answer has, nil when it has none.
func (s *Signals) Tell(a Answer) *Signal {
	for i := range s.List {
		if s.List[i].tells(a) {
			return &s.List[i]
		}
	}
	return nil
}

// Signal tells an answer that is no page of the shop. All of its conditions that are set must hold.
type Signal struct {
	Reason string        `json:"reason"` // reason code of catalog.Coverage
	State  catalog.State `json:"state"`
	Text   string        `json:"text"` // what to tell a person

	Status   []int  `json:"status,omitempty"`   // the answer has one of these
	Location string `json:"location,omitempty"` // pattern of the address a redirect leads to
	// SamePage wants the redirect to lead to the same page under another spelling of its address.
	SamePage bool   `json:"same_page,omitempty"`
	Home     bool   `json:"home,omitempty"`     // the redirect leads to the front page of a shop: a path of at most one element
	Title    string `json:"title,omitempty"`    // pattern of the page's title, case folded
	Contains string `json:"contains,omitempty"` // words within the page's text, case folded

	Note string `json:"note"` // where this was seen
}

// Answer is what a signal looks at.
type Answer struct {
	Status   int
	Location string   // absolute, or ""
	SamePage bool     // Location is another spelling of the address that was asked
	Titles   []string // the title element, the first heading, and the titles that the state gives
	Text     []byte   // the visible text in lower case, or so much of its beginning as may tell
}

// tells reports whether the answer has the signal.
func (s *Signal) tells(a Answer) bool {
	if len(s.Status) > 0 && !slices.Contains(s.Status, a.Status) {
		return false
	}
	if s.Location != "" && !glob(s.Location, a.Location) {
		return false
	}
	if s.SamePage && !a.SamePage {
		return false
	}
	if s.Home && !isHome(a.Location) {
		return false
	}
	if s.Title != "" && !slices.ContainsFunc(a.Titles, func(t string) bool { return glob(s.Title, strings.ToLower(t)) }) {
		return false
	}
	return s.Contains == "" || bytes.Contains(a.Text, []byte(s.Contains))
}

func isHome(location string) bool {
	u, err := url.Parse(location)
	return err == nil && u.Host != "" && !strings.Contains(strings.Trim(u.Path, "/"), "/")
}
