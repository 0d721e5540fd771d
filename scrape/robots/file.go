package robots

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// MaxSize is how much of a robots.txt counts, in bytes: the 500 KiB that RFC 9309, section 2.5, asks for at least.
const MaxSize = 500 << 10

// File is what a robots.txt says.
type File struct {
	groups []group
}

// group is what the lines after one run of user-agent lines say to those agents.
type group struct {
	agents []string // product tokens in lower case, or "*"
	rules  []rule
	delay  time.Duration
}

// Parse reads a robots.txt, of which the first [MaxSize] bytes count. There is no wrong one: lines that are not understood
// are passed over.
func Parse(text []byte) *File {
	text = text[:min(len(text), MaxSize)]
	for _, mark := range []byte("\xef\xbb\xbf") { // a byte order mark may be cut short, too
		text = bytes.TrimPrefix(text, []byte{mark})
	}
	f := &File{}
	joins := false // whether a user-agent line names one more agent of the group begun, not the first of the next
	for len(text) > 0 {
		end := bytes.IndexAny(text, "\r\n")
		if end < 0 {
			end = len(text) - 1
		}
		name, value := directive(string(bytes.TrimRight(text[:end+1], "\r\n")))
		text = text[end+1:]
		if name == "user-agent" && !joins {
			f.groups = append(f.groups, group{})
		}
		if len(f.groups) == 0 {
			continue // a rule before the first group is for nobody
		}
		g := &f.groups[len(f.groups)-1]
		switch name {
		case "user-agent":
			g.agents = append(g.agents, named(value))
			joins = true
		case "allow", "disallow":
			g.add(name == "allow", value)
			joins = false
		case "crawl-delay":
			g.delay = max(g.delay, seconds(value))
		}
	}
	return f
}

// misspelt are the ways of writing a directive that the reference parser forgives.
var misspelt = map[string]string{
	"dissallow": "disallow", "dissalow": "disallow", "disalow": "disallow", "diasllow": "disallow", "disallaw": "disallow",
	"useragent": "user-agent", "user agent": "user-agent", "crawldelay": "crawl-delay", "crawl delay": "crawl-delay",
}

// directive returns the name, in lower case and as it is spelt, and the value of a line; "" where it holds none.
func directive(line string) (name, value string) {
	line, _, _ = strings.Cut(line, "#")
	name, value, ok := strings.Cut(line, ":")
	if !ok {
		// Many files leave the colon out; the reference parser takes white space in its place where it parts two words.
		words := strings.Fields(line)
		if len(words) != 2 {
			return "", ""
		}
		name, value = words[0], words[1]
	}
	name = strings.ToLower(strings.TrimSpace(name))
	if right, ok := misspelt[name]; ok {
		name = right
	}
	return name, strings.TrimSpace(value)
}

// Token returns the product token that a User-Agent header begins with, in lower case: its leading letters, hyphens and
// underscores (section 2.2.1).
func Token(agent string) string {
	end := strings.IndexFunc(agent, func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '-' && c != '_'
	})
	if end >= 0 {
		agent = agent[:end]
	}
	return strings.ToLower(agent)
}

// named returns which agents the value of a user-agent line means: those of a product token, or "*" for all.
func named(value string) string {
	if first := strings.Fields(value); len(first) > 0 && first[0] == "*" {
		return "*"
	}
	return Token(value)
}

// seconds reads the value of a Crawl-delay, which no standard describes: a decimal number. Anything else is no delay.
func seconds(value string) time.Duration {
	s, err := strconv.ParseFloat(value, 64)
	if err != nil || !(s > 0) || math.IsInf(s, 0) {
		return 0
	}
	return time.Duration(min(s, float64(math.MaxInt64/time.Second)) * float64(time.Second))
}

// For returns what the file says to an agent, which is named by its product token in any case: the groups that name it
// taken together or, where none does, those for all agents.
func (f *File) For(agent string) *Rules {
	agent = strings.ToLower(agent)
	if !slices.ContainsFunc(f.groups, func(g group) bool { return slices.Contains(g.agents, agent) }) {
		agent = "*"
	}
	out := &Rules{}
	for _, g := range f.groups {
		if slices.Contains(g.agents, agent) {
			out.rules = append(out.rules, g.rules...)
			out.Delay = max(out.Delay, g.delay)
		}
	}
	out.sort()
	return out
}
