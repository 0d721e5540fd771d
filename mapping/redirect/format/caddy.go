package format

import (
	"io"
	"regexp"
	"strings"

	"github.com/pocomigrate/pocomigrate/mapping/redirect"
)

func caddy() Format {
	return Format{
		Name: "caddy", About: "a snippet with a map for the Caddyfile", Check: checkCaddy, Write: writeCaddy, Shape: isCaddy, Read: readCaddy,
	}
}

// caddyMany is from how many rules on Caddy gets slow: it looks through a map from its beginning for every request.
const caddyMany = 10_000

func checkCaddy(m *redirect.Map) []redirect.Finding {
	all := entries(m)
	out := append(common(all), ambiguous(all)...)
	for _, e := range all {
		if strings.ContainsAny(e.path, "{}") {
			out = append(out, e.finding("braces", redirect.Fault, "Caddy takes braces in a key for a placeholder"))
		}
	}
	if len(all) > caddyMany {
		out = append(out, redirect.Finding{
			ID: "many-rules", Level: redirect.Warning, Address: "caddy",
			Evidence: "more than 10,000 rules: Caddy looks through all of them for every request; take nginx or Apache",
		})
	}
	return append(out, twice("Caddy", all, caddyKey, "it decodes the path")...)
}

func caddyKey(e entry) string { return e.key(e.path) }

func writeCaddy(out io.Writer, m *redirect.Map) error {
	all := entries(m)
	w := &writer{w: out}
	list := hosts(m, all)
	w.line("# %s", title("Caddy", m, all))
	w.line("# Import this file at the top of the Caddyfile, and the snippet in the site of the old hosts, as the lines")
	w.line("# do that sed -n 's/^#> //p' prints of it:")
	w.line("#> %s {", strings.Join(spelled(list), ", "))
	w.line("#> \timport pocomigrate")
	w.line("#> }")
	w.line("# Keys are looked up with regard to case, in the decoded path. The query is not carried on.")
	w.line("(pocomigrate) {")
	w.line("\troute {")
	w.line("\t\tmap {host} {pocomigrate_host} {")
	for _, h := range list {
		for _, spelling := range h.Spellings {
			if spelling != h.Name {
				w.line("\t\t\t%s %s", quoted(spelling), quoted(h.Name))
			}
		}
	}
	w.line("\t\t\tdefault {host}")
	w.line("\t\t}")
	w.line("\t\tmap {path} {pocomigrate_path} {")
	w.line("\t\t\t~^(.*?)/*$ \"${1}\"")
	w.line("\t\t}")
	for _, name := range append([]string{""}, params(all)...) {
		source, result := "{pocomigrate_host}{pocomigrate_path}", "{pocomigrate_page}"
		if name != "" {
			source, result = source+"?"+name+"={query."+name+"}", "{pocomigrate_by_"+name+"}"
		}
		w.line("\t\tmap %s %s {", source, result)
		for _, e := range all {
			if e.param == name {
				w.line("\t\t\t%s %s", quoted(caddyKey(e)), quoted(e.value()))
			}
		}
		w.line("\t\t\tdefault none")
		w.line("\t\t}")
	}
	// What the parameter says comes first.
	for i := len(params(all)); i >= 0; i-- {
		name, variable := "page", "{pocomigrate_page}"
		if i > 0 {
			name = "by_" + params(all)[i-1]
			variable = "{pocomigrate_" + name + "}"
		}
		w.line("\t\t@gone_%s vars %s gone", name, variable)
		w.line("\t\trespond @gone_%s 410", name)
		w.line("\t\t@moved_%s vars_regexp to_%s %s ^(https?:.*)$", name, name, variable)
		w.line("\t\tredir @moved_%s {re.to_%s.1} 301", name, name)
		for _, status := range statuses(all) {
			w.line("\t\t@moved%d_%s vars_regexp to%d_%s %s ^%d:(.*)$", status, name, status, name, variable, status)
			w.line("\t\tredir @moved%d_%s {re.to%d_%s.1} %d", status, name, status, name, status)
		}
	}
	w.line("\t}")
	w.line("}")
	return w.err
}

var (
	caddyMapStart = regexp.MustCompile(`^\s*map\s+(?:\S+\s+)?\{[^}]*\}.*\{\s*$`)
	caddyLine     = regexp.MustCompile("^\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|[^\\s{}\"`]+)\\s+(\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|[^\\s\"`]+)\\s*(#.*)?$")
	caddyRedir    = regexp.MustCompile(`^\s*redir\s+(\S+)(?:\s+(\S+))?(?:\s+(\S+))?\s*$`)
)

func isCaddy(f *File) bool {
	for _, line := range f.lines {
		if caddyMapStart.MatchString(line) && !strings.Contains(line, "$") || caddyRedir.MatchString(line) {
			return true
		}
	}
	return false
}

func readCaddy(f *File, out *Result) {
	inMap, helper := false, false
	for i, line := range f.lines {
		line = strings.TrimSpace(line)
		switch m := caddyLine.FindStringSubmatch(line); {
		case line == "" || line[0] == '#':
		case caddyMapStart.MatchString(line):
			inMap = true
			helper = strings.HasSuffix(line, "{pocomigrate_host} {") || strings.HasSuffix(line, "{pocomigrate_path} {")
		case line == "}":
			inMap = false
		case strings.HasPrefix(line, "redir "):
			readRedir(f, i, caddyRedir.FindStringSubmatch(line), out)
		case !inMap || helper:
		case m == nil || strings.HasPrefix(m[1], "~"):
			out.unread(f, i, "an expression, or more than one value")
		case m[1] == "import":
			out.unread(f, i, "it stands for another file; name that one, too")
		case m[1] == "default":
		default:
			to, status := parseValue(unquote(strings.Trim(m[2], "`")))
			if strings.ContainsAny(to, "{}") {
				out.unread(f, i, "a placeholder in the target")
				continue
			}
			out.addDecoded(f, i, unquote(strings.Trim(m[1], "`")), to, status)
		}
	}
}

// readRedir reads "redir PATH TARGET [STATUS]".
func readRedir(f *File, i int, m []string, out *Result) {
	if m == nil || !strings.HasPrefix(m[1], "/") || m[2] == "" || strings.ContainsAny(m[1], "*{") || strings.Contains(m[2], "{") {
		if m != nil && strings.Contains(m[2]+m[1], "pocomigrate") || m != nil && strings.Contains(m[2], "{re.to") {
			return // of our own snippet
		}
		out.unread(f, i, "a matcher, a wildcard or a placeholder")
		return
	}
	status := 302
	switch m[3] {
	case "", "temporary":
	case "permanent":
		status = 301
	default:
		status = statusOf(m[3])
	}
	out.add(f, i, m[1], m[2], status)
}
