package script

import (
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

// maxTries bounds what a script may cost: the bytes of texts that looked like literals and were none, beside its length.
const maxTries = 3

// Literals returns the objects and arrays that a script assigns or gives to functions, outermost first. What is no literal,
// as the body of a function, is looked into. Script names the script; the pointers into a literal begin with what it is assigned
// to, or with script.
func (r *Reader) Literals(text, script string) []*tree.Value {
	var out []*tree.Value
	allowance := maxTries*len(text) + 1<<10
	for at := 0; at < len(text) && allowance > 0; {
		i := strings.IndexAny(text[at:], "{[\"'`/")
		if i < 0 {
			break
		}
		at += i
		switch text[at] {
		case '/':
			at = pastComment(text, at)
		case '{', '[':
			if !mayHold(text[:at]) {
				at++
				continue
			}
			v, size, err := r.Value(text[at:])
			if err != nil || len(v.Items) == 0 {
				allowance -= size
				at++
				continue
			}
			v.Inside = named(text[:at], script)
			out = append(out, v)
			at += size
		default:
			end, inner, seen := stringAt(text, at)
			if end == at+1 {
				allowance -= seen
			}
			if inner != "" && strings.HasSuffix(strings.TrimRight(text[:at], " \t\n"), "JSON.parse(") {
				if v, _, err := r.Value(unescapeScript(inner)); err == nil {
					v.Inside = named(strings.TrimSuffix(strings.TrimRight(text[:at], " \t\n"), "JSON.parse("), script) + "!"
					out = append(out, v)
				}
			}
			at = end
		}
	}
	return out
}

// pastComment returns where the comment that may begin at a slash ends.
func pastComment(text string, at int) int {
	end := ""
	switch {
	case strings.HasPrefix(text[at:], "//") && (at == 0 || text[at-1] != ':'):
		end = "\n"
	case strings.HasPrefix(text[at:], "/*"):
		end = "*/"
	default:
		return at + 1
	}
	if i := strings.Index(text[at+2:], end); i >= 0 {
		return at + 2 + i + len(end)
	}
	return len(text)
}

// stringAt returns where the string that begins at a quote ends, what it stands for, and how many bytes were looked at. A
// quote whose string does not end on its line begins none.
func stringAt(text string, at int) (end int, inner string, seen int) {
	quote := text[at]
	i := at + 1
	for ; i < len(text); i++ {
		switch c := text[i]; {
		case c == quote:
			if i-at > len(`"{}"`) && (text[at+1] == '{' || text[at+1] == '[' || text[at+1] == '\\') {
				inner = text[at+1 : i]
			}
			return i + 1, inner, 0
		case c == '\\':
			i++
		case c == '\n' && quote != '`':
			return at + 1, "", i - at
		}
	}
	return at + 1, "", i - at
}

// mayHold says that what stands before a brace may be followed by a literal.
func mayHold(before string) bool {
	before = strings.TrimRight(before[max(0, len(before)-256):], " \t\r\n")
	if before == "" {
		return true
	}
	switch before[len(before)-1] {
	case '=', '(', ',', '[', ':', '|', '?':
		return true
	}
	return strings.HasSuffix(before, "return")
}

// named says what a script calls the literal that follows a text: "window.x" for what is assigned to x, "script[3]:f" for
// what is given to the function f.
func named(before, script string) string {
	before = strings.TrimRight(before[max(0, len(before)-256):], " \t\r\n(|{}")
	assigned := strings.HasSuffix(before, "=")
	before = strings.TrimRight(before, "= \t\r\n")
	start := len(before)
	for start > 0 && (isWordByte(before[start-1]) || before[start-1] == '.') {
		start--
	}
	name := strings.TrimPrefix(strings.TrimPrefix(before[start:], "window."), "self.")
	switch {
	case name == "":
		return script
	case assigned:
		return "window." + name
	}
	return script + ":" + name
}
