package redirect

import (
	"net/http"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// State is what becomes of an old address. Each has exactly one.
type State string

// The states.
const (
	Redirect State = "redirect"
	Gone     State = "gone"
	Pending  State = "pending"
	Ignored  State = "ignored"
)

// Rule says what becomes of one old address, and why. Pending and ignored addresses have rules, too, which no server is
// given.
type Rule struct {
	From   Address
	State  State
	To     string // absolute; only of a redirect
	Status int    // HTTP status that the server is to answer with; 0 for pending and ignored

	Shop   catalog.ShopID // the old shop, "" for an address of none
	Market string
	Region string
	Kind   Kind
	Slug   string
	Open   bool // the old shop still answers: the rule is for the day when it does not

	Reason Reason
	Detail string // in words
	Place  string // file and line that decided, of a redirect in place or of the policy
	// Risk says that the page leads to one that is not its equal, a hub or a front page, because the policy says so: search
	// engines may take it for a soft 404.
	Risk bool

	Listed bool     // a list named the address
	Clicks int64    // what the lists say; 0 where they do not
	Places []string // where lists and redirects in place name it, as file:line, the first few
}

// Answers reports whether a server is to answer for the address.
func (r *Rule) Answers() bool { return r.State == Redirect || r.State == Gone }

// end makes the rule one without a redirect.
func (r *Rule) end(state State, reason Reason, detail string) {
	r.State, r.Reason, r.Detail, r.To, r.Status, r.Risk = state, reason, detail, "", 0, false
	if state == Gone {
		r.Status = http.StatusGone
	}
}

// lead makes the rule a redirect.
func (r *Rule) lead(to string, reason Reason, detail string) {
	r.State, r.Reason, r.Detail, r.To, r.Status = Redirect, reason, detail, to, http.StatusMovedPermanently
}
