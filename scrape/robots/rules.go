package robots

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Rules are what a robots.txt says to one agent. The zero value allows everything.
type Rules struct {
	// Delay is the rest between two requests that the file asks for (Crawl-delay), 0 where it asks for none; the longest
	// where it asks for several. It may be absurdly long.
	Delay time.Duration

	rules []rule // the longest first, an allowing one before a forbidding one of its length
}

// rule allows or forbids the paths that a pattern matches.
type rule struct {
	allow   bool
	pattern string // normalised; "*" stands for any characters, a final "$" for the end
}

// add takes up one rule. An empty one says nothing.
func (g *group) add(allow bool, pattern string) {
	if pattern == "" {
		return
	}
	g.rules = append(g.rules, rule{allow, normalPattern(pattern)})
	if !allow {
		return
	}
	for _, index := range []string{"/index.html", "/index.htm"} {
		if dir, ok := strings.CutSuffix(pattern, index); ok {
			g.rules = append(g.rules, rule{true, normalPattern(dir + "/$")})
		}
	}
}

// sort brings the rules into the order in which they hold: the longest match wins, and allow among equals.
func (r *Rules) sort() {
	slices.SortStableFunc(r.rules, func(a, b rule) int {
		if c := cmp.Compare(len(b.pattern), len(a.pattern)); c != 0 || a.allow == b.allow {
			return c
		}
		if a.allow {
			return -1
		}
		return 1
	})
}

// Allow reports whether the rules leave a path open, which comes with its query and percent-encoded as a request sends it.
// That /robots.txt itself may always be asked for (section 2.2.2) is no rule, and for the caller to know.
func (r *Rules) Allow(path string) bool {
	path = normalPath(path)
	for _, rule := range r.rules {
		if rule.matches(path) {
			return rule.allow
		}
	}
	return true
}

// matches reports whether the pattern covers a path: each part between stars at its first place after the one before,
// the last part at the end where the pattern is anchored there.
func (r *rule) matches(path string) bool {
	pattern, anchored := strings.CutSuffix(r.pattern, "$")
	first, pattern, more := strings.Cut(pattern, "*")
	if !strings.HasPrefix(path, first) {
		return false
	}
	path = path[len(first):]
	for more {
		var part string
		part, pattern, more = strings.Cut(pattern, "*")
		if !more && anchored {
			return strings.HasSuffix(path, part)
		}
		at := strings.Index(path, part)
		if at < 0 {
			return false
		}
		path = path[at+len(part):]
	}
	return !anchored || path == ""
}
