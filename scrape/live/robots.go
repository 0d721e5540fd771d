package live

import (
	"bytes"
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// maxRobots is how much of a robots.txt counts: the 500 KiB that RFC 9309, section 2.5, asks for at least.
const maxRobots = 500 << 10

// maxRobotsHops is how many redirects of a robots.txt are followed (RFC 9309, section 2.3.1.2).
const maxRobotsHops = 5

// robots is what a robots.txt says, by RFC 9309.
type robots struct {
	groups []robotsGroup
	deny   bool // the file could not be had: everything is forbidden (section 2.3.1.4)
}

type robotsGroup struct {
	agents []string // product tokens in lower case, or "*"
	rules  []robotsRule
}

type robotsRule struct {
	allow   bool
	pattern string // percent-encoding normalised
}

// robotsOf asks a host for its robots.txt. Only ctx's error is returned: a file that is not there allows everything, one
// that cannot be had forbids everything.
func (f *Fetcher) robotsOf(ctx context.Context, h *host, of *url.URL) (*robots, error) {
	address := (&url.URL{Scheme: of.Scheme, Host: of.Host, Path: "/robots.txt"}).String()
	for range maxRobotsHops + 1 {
		page, err := f.get(ctx, h, address)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil, page.Status >= 500:
			return &robots{deny: true}, nil //nolint:nilerr // what cannot be had forbids; it is not the page that failed
		case page.Status >= 200 && page.Status < 300:
			return parseRobots(page.Body), nil
		case page.Location() == "":
			return &robots{}, nil
		}
		if address = scrape.Resolve(address, page.Location()); address == "" {
			break
		}
	}
	return &robots{}, nil
}

// parseRobots reads a robots.txt. Lines that it does not understand are passed over, as the RFC wants.
func parseRobots(text []byte) *robots {
	text = text[:min(len(text), maxRobots)]
	for _, mark := range []byte("\xef\xbb\xbf") { // a byte order mark may be cut short, too
		text = bytes.TrimPrefix(text, []byte{mark})
	}
	r := &robots{}
	open := false // whether the last line named an agent, so that the next agent joins the same group
	for _, line := range bytes.FieldsFunc(text, func(c rune) bool { return c == '\n' || c == '\r' }) {
		name, value, ok := robotsLine(string(line))
		if !ok {
			continue
		}
		switch name {
		case "user-agent":
			if !open {
				r.groups = append(r.groups, robotsGroup{})
			}
			g := &r.groups[len(r.groups)-1]
			g.agents = append(g.agents, strings.ToLower(productToken(value)))
			open = true
		case "allow", "disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw":
			// The misspellings are those that the reference parser forgives.
			open = false
			if len(r.groups) > 0 && value != "" {
				g := &r.groups[len(r.groups)-1]
				g.rules = append(g.rules, robotsRule{name == "allow", encoded(value)})
				if dir, ok := strings.CutSuffix(value, "/index.html"); ok && name == "allow" {
					// An index page that is allowed allows its folder (the reference parser's reading).
					g.rules = append(g.rules, robotsRule{true, encoded(dir) + "/$"})
				}
			}
		}
	}
	return r
}

func robotsLine(line string) (name, value string, ok bool) {
	line, _, _ = strings.Cut(line, "#")
	name, value, ok = strings.Cut(line, ":")
	if !ok {
		// Many files leave the colon out; the reference parser takes the first white space in its place.
		line = strings.TrimSpace(line)
		at := strings.IndexAny(line, " \t")
		if at < 0 {
			return "", "", false
		}
		name, value = line[:at], line[at:]
	}
	return strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value), true
}

// productToken returns the part of a user agent that groups are named by: its leading letters, hyphens and underscores, or
// "*".
func productToken(agent string) string {
	if strings.HasPrefix(agent, "*") {
		return "*"
	}
	end := strings.IndexFunc(agent, func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '-' && c != '_'
	})
	if end < 0 {
		return agent
	}
	return agent[:end]
}

// allows reports whether an agent, named by its product token, may fetch a path with its query. The longest matching rule
// of the agent's groups holds, allow before disallow when two are as long; without a rule everything is allowed.
func (r *robots) allows(agent, path string) bool {
	if r.deny {
		return false
	}
	best, allow := -1, true
	for _, rule := range r.rulesFor(strings.ToLower(agent)) {
		n := len(rule.pattern)
		if n < best || (n == best && allow) || !matchesPath(rule.pattern, path) {
			continue
		}
		best, allow = n, rule.allow
	}
	return allow
}

// rulesFor returns the rules of every group that names the agent or, when none does, of those for all agents.
func (r *robots) rulesFor(agent string) []robotsRule {
	var own, common []robotsRule
	named := false
	for _, g := range r.groups {
		if slices.Contains(g.agents, agent) {
			own = append(own, g.rules...)
			named = true
		}
		if slices.Contains(g.agents, "*") {
			common = append(common, g.rules...)
		}
	}
	if named {
		return own
	}
	return common
}

// matchesPath reports whether a rule's pattern covers a path: * stands for any characters, a final $ for the end.
func matchesPath(pattern, path string) bool {
	anchored := strings.HasSuffix(pattern, "$")
	parts := strings.Split(strings.TrimSuffix(pattern, "$"), "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	rest := path[len(parts[0]):]
	for i, part := range parts[1:] {
		if anchored && i == len(parts)-2 {
			return strings.HasSuffix(rest, part)
		}
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return !anchored || rest == ""
}

// encoded returns a pattern as the reference parser compares it: bytes outside of ASCII are percent-encoded, the digits of
// an escape are upper case, everything else stays. Paths are compared as they are sent.
func encoded(pattern string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		c := pattern[i]
		switch {
		case c == '%' && i+2 < len(pattern) && isHex(pattern[i+1]) && isHex(pattern[i+2]):
			b.WriteString(strings.ToUpper(pattern[i : i+3]))
			i += 2
		case c >= 0x80:
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isHex(c byte) bool { return strings.IndexByte("0123456789abcdefABCDEF", c) >= 0 }
