package site

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/glob"
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
	Text   string        `json:"text"` // what to tell a person, and unless the page is gone what to do

	Shop     string `json:"shop,omitempty"`     // "open" or "closed": whether the shop still answers by its profile
	Status   []int  `json:"status,omitempty"`   // the answer has one of these
	Location string `json:"location,omitempty"` // pattern of the address a redirect leads to
	// SamePage wants the redirect to lead to the same page under another spelling of its address.
	SamePage bool   `json:"same_page,omitempty"`
	Home     Home   `json:"home,omitempty"`     // the redirect leads to a front page: "own", "other", or "any"
	Title    string `json:"title,omitempty"`    // pattern of the page's title, case folded
	Contains string `json:"contains,omitempty"` // words within the page's text, in lower case

	// Unread wants a page on which no layout found anything; other signals are tried before the layouts.
	Unread    bool     `json:"unread,omitempty"`
	Markup    []string `json:"markup,omitempty"`     // one of these stands in the page's markup; in lower case
	Lacks     []string `json:"lacks,omitempty"`      // none of these stands in the page's markup; in lower case
	TextBelow int      `json:"text_below,omitempty"` // the visible text has fewer bytes

	Note string `json:"note"` // where this was seen
}

// Home says whose front page an address is: that of the shop, or of another region or site.
type Home string

// The front pages.
const (
	NoHome    Home = ""
	OwnHome   Home = "own"
	OtherHome Home = "other"
	AnyHome   Home = "any" // for signals
)

// Answer is what a signal looks at.
type Answer struct {
	Closed   bool // the shop is closed
	Status   int
	Location string   // absolute, or ""
	SamePage bool     // Location is another spelling of the address that was asked
	Home     Home     // what Location is
	Titles   []string // the title element, the first heading, and the titles that the state gives
	Text     []byte   // the visible text in lower case, or so much of its beginning as may tell
	// Unread says that no layout found anything; Markup is then the HTML in lower case.
	Unread bool
	Markup []byte
}

// tells reports whether the answer has the signal.
func (s *Signal) tells(a Answer) bool {
	switch {
	case s.Unread != a.Unread,
		s.Shop != "" && (s.Shop == shopClosed) != a.Closed,
		len(s.Status) > 0 && !slices.Contains(s.Status, a.Status),
		s.Location != "" && !glob.Match(s.Location, a.Location),
		s.SamePage && !a.SamePage,
		s.Home != NoHome && (a.Home == NoHome || s.Home != AnyHome && s.Home != a.Home),
		s.Title != "" && !slices.ContainsFunc(a.Titles, func(t string) bool { return glob.Match(s.Title, strings.ToLower(t)) }),
		s.Contains != "" && !bytes.Contains(a.Text, []byte(s.Contains)):
		return false
	}
	return !s.Unread || s.tellsMarkup(a)
}

// tellsMarkup reports whether the markup of a page that no layout reads has the signal. Without markup it has none.
func (s *Signal) tellsMarkup(a Answer) bool {
	has := func(part string) bool { return bytes.Contains(a.Markup, []byte(part)) }
	return len(a.Markup) > 0 &&
		(len(s.Markup) == 0 || slices.ContainsFunc(s.Markup, has)) &&
		!slices.ContainsFunc(s.Lacks, has) &&
		(s.TextBelow == 0 || len(a.Text) < s.TextBelow)
}

// Home returns whose front page a canonical address is: the shop's, or that of another region or site, whose path has one
// element at most, as /uk.
func (p *Profile) Home(address string) Home {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return NoHome
	}
	path := strings.Trim(strings.TrimSuffix(u.Path, "index.html"), "/")
	bare := strings.TrimSuffix(u.Host+"/"+path, "/")
	switch own := p.home(); {
	case own == bare:
		return OwnHome
	case own != "" && within(own, bare), strings.Contains(path, "/"):
		return NoHome
	}
	return OtherHome
}

// The values of Signal.Shop.
const (
	shopOpen   = "open"
	shopClosed = "closed"
)

// check reports what is wrong with the signals of a file.
func (s *Signals) check() error {
	var faults []error
	for i, signal := range s.List {
		if err := signal.check(); err != nil {
			faults = append(faults, fmt.Errorf("signal %d, %q: %w", i+1, signal.Reason, err))
		}
	}
	return errors.Join(faults...)
}

func (s *Signal) check() error {
	lower := func(text string) bool { return text == strings.ToLower(text) }
	words := append(append([]string{s.Contains, s.Title}, s.Markup...), s.Lacks...)
	conditions := s.Shop != "" || len(s.Status) > 0 || s.Location != "" || s.SamePage || s.Home != NoHome || s.Title != "" ||
		s.Contains != "" || len(s.Markup) > 0 || len(s.Lacks) > 0 || s.TextBelow > 0
	switch {
	case s.Reason == "" || s.Text == "" || s.Note == "":
		return errors.New("reason, text and note are needed")
	case s.State != catalog.Gone && s.State != catalog.Unknown:
		return fmt.Errorf("state %q: it is %q or %q", s.State, catalog.Gone, catalog.Unknown)
	case s.Shop != "" && s.Shop != shopOpen && s.Shop != shopClosed:
		return fmt.Errorf("shop %q: it is %q or %q", s.Shop, shopOpen, shopClosed)
	case !slices.Contains([]Home{NoHome, OwnHome, OtherHome, AnyHome}, s.Home):
		return fmt.Errorf("home %q: it is %q, %q or %q", s.Home, OwnHome, OtherHome, AnyHome)
	case !s.Unread && (len(s.Markup) > 0 || len(s.Lacks) > 0 || s.TextBelow != 0):
		return errors.New("markup, lacks and text_below are for pages that no layout reads (unread)")
	case !conditions:
		return errors.New("it has no condition, so that every answer would have it")
	case slices.ContainsFunc(words, func(text string) bool { return !lower(text) }):
		return errors.New("title, contains, markup and lacks are written in lower case")
	}
	return nil
}
