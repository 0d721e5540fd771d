package extract

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// embedded returns the objects and arrays that the scripts of a page hold: whole scripts that are JSON, what is assigned to
// variables, what is given to functions (dataLayer.push, JSON.parse), and the attributes that hold JSON. JSON within
// strings of JSON is read where a value is looked for; see [within].
func (s *survey) embedded(l *lenient) []*value {
	var out []*value
	for i, e := range s.scripts {
		text := scriptText(e)
		name := "script[" + strconv.Itoa(i) + "]"
		if id := attributeOf(e, "id"); id != "" {
			name = "script#" + id
		}
		if isJSONScript(e) {
			out = append(out, block(text, name, l)...)
			continue
		}
		out = append(out, literals(text, name, l)...)
	}
	return append(out, s.attributes(l)...)
}

func isJSONScript(e *html.Node) bool {
	kind := strings.ToLower(attributeOf(e, "type"))
	return strings.Contains(kind, "json") || strings.HasSuffix(kind, "x-magento-init")
}

// attributes reads the attributes of elements that hold JSON, which the parser of HTML has unescaped.
func (s *survey) attributes(l *lenient) []*value {
	var out []*value
	for _, e := range s.data {
		for _, a := range e.Attr {
			if len(a.Val) <= 8 || a.Val[0] != '{' && !strings.HasPrefix(a.Val, `[{`) || strings.HasPrefix(a.Key, "on") || a.Key == "style" {
				continue
			}
			if v, _, err := l.value(a.Val); err == nil {
				v.element, v.inside = e, "@"+a.Key
				out = append(out, v)
			}
		}
	}
	return out
}

// maxTries bounds what a script may cost: the bytes of texts that looked like literals and were none, beside its length.
const maxTries = 3

// literals returns the objects and arrays that a script assigns or gives to functions, outermost first. What is no literal,
// as the body of a function, is looked into.
func literals(text, script string, l *lenient) []*value {
	var out []*value
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
			v, size, err := l.value(text[at:])
			if err != nil || len(v.items) == 0 {
				allowance -= size
				at++
				continue
			}
			v.inside = named(text[:at], script)
			out = append(out, v)
			at += size
		default:
			end, inner, seen := stringAt(text, at)
			if end == at+1 {
				allowance -= seen
			}
			if inner != "" && strings.HasSuffix(strings.TrimRight(text[:at], " \t\n"), "JSON.parse(") {
				if v, _, err := l.value(unescapeScript(inner)); err == nil {
					v.inside = named(strings.TrimSuffix(strings.TrimRight(text[:at], " \t\n"), "JSON.parse("), script) + "!"
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
