package format

import (
	"io"
	"math/bits"
	"regexp"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/mapping/redirect"
)

func nginx() Format {
	return Format{
		Name: "nginx", About: "maps for the http block of nginx", Check: checkNginx, Write: writeNginx, Shape: isNginx, Read: readNginx,
	}
}

// The limits of nginx 1.22, measured.
const (
	// nginxToken is how long one word of a configuration may be with its quotes, in bytes: its parser holds 4096 at a time.
	nginxToken = 4095
	// nginxBucket is the smallest bucket, one line of a processor's cache.
	nginxBucket = 64
)

func checkNginx(m *redirect.Map) []redirect.Finding {
	all := entries(m)
	out := append(common(all), ambiguous(all)...)
	for _, e := range all {
		if n := len(quoted(nginxKey(e))); n > nginxToken {
			out = append(out, e.finding("key-too-long", redirect.Fault, "its key has %d bytes, and nginx reads no word of more than %d", n, nginxToken))
		}
		if n := len(quoted(e.value())); n > nginxToken {
			out = append(out, e.finding("target-too-long", redirect.Fault, "its target has %d bytes, and nginx reads no word of more than %d", n, nginxToken))
		}
	}
	return append(out, twice("nginx", all, func(e entry) string { return strings.ToLower(nginxKey(e)) },
		"its maps do not look at case, decode the path and take // for /")...)
}

var slashes = regexp.MustCompile(`/{2,}`)

// nginxKey is what nginx looks up: the path decoded and with its slashes merged.
func nginxKey(e entry) string { return e.key(slashes.ReplaceAllString(e.path, "/")) }

// bucketSize returns the map_hash_bucket_size that the longest key needs: its bytes and its length, aligned, with a pointer
// before and one after it (ngx_hash.c), rounded up to a power of two.
func bucketSize(all []entry) int {
	longest := 0
	for _, e := range all {
		longest = max(longest, len(nginxKey(e)))
	}
	const pointer = 8
	need := pointer + (longest+2+pointer-1)/pointer*pointer + pointer
	return max(nginxBucket, 1<<bits.Len(uint(need-1)))
}

func writeNginx(out io.Writer, m *redirect.Map) error {
	all := entries(m)
	w := &writer{w: out}
	w.line("# %s", title("nginx", m, all))
	w.line("# Include this file in the http block. In each server block of the old hosts, before any location, put")
	w.line("# the lines that sed -n 's/^#> //p' prints of it:")
	w.line("# server_name %s;", strings.Join(spelled(hosts(m, all)), " "))
	w.line("#> if ($pocomigrate_to = gone) { return 410; }")
	for _, status := range statuses(all) {
		w.line(`#> if ($pocomigrate_to ~ "^%d:(.*)$") { return %d $1; }`, status, status)
	}
	w.line(`#> if ($pocomigrate_to ~ "^https?:") { return 301 $pocomigrate_to; }`)
	w.line("# nginx looks keys up without regard to case, in the decoded path. The query is not carried on.")
	if p := params(all); len(p) > 0 {
		w.line("# What tells pages apart has keys of its own: %s; any other parameter is ignored.", strings.Join(p, ", "))
	}
	w.line("# Where your configuration sets these two sizes already, keep the larger ones and strike the others.")
	w.line("map_hash_bucket_size %d;", bucketSize(all))
	w.line("map_hash_max_size %d;", max(2048, 1<<bits.Len(uint(2*len(all)))))
	w.line("map $host $pocomigrate_host {")
	w.line("\tdefault $host;")
	for _, h := range hosts(m, all) {
		for _, spelling := range h.Spellings {
			if spelling != h.Name {
				w.line("\t%s %s;", quoted(spelling), quoted(h.Name))
			}
		}
	}
	w.line("}")
	w.line("map $uri $pocomigrate_path {")
	w.line(`	"~^(?<pocomigrate_bare>.*?)/*$" $pocomigrate_bare;`)
	w.line("}")
	// The last map that finds something decides: the page first, then its parameters, one after the other.
	before := ""
	for i, name := range append([]string{""}, params(all)...) {
		source, result := `"$pocomigrate_host$pocomigrate_path"`, "$pocomigrate_page"
		if name != "" {
			source = `"$pocomigrate_host$pocomigrate_path?` + name + `=$arg_` + name + `"`
			result = "$pocomigrate_by_" + name
		}
		if i == len(params(all)) {
			result = "$pocomigrate_to"
		}
		w.line("map %s %s {", source, result)
		w.line("\tdefault %s;", orEmpty(before))
		for _, e := range all {
			if e.param == name {
				w.line("\t%s %s;", quoted(nginxKey(e)), quoted(e.value()))
			}
		}
		w.line("}")
		before = result
	}
	return w.err
}

func orEmpty(s string) string {
	if s == "" {
		return `""`
	}
	return s
}

var nginxMap = regexp.MustCompile(`(?m)^\s*map\s+\S.*\$\w+\s*\{`)

func isNginx(f *File) bool {
	if nginxMap.MatchString(f.text) && strings.Contains(f.text, ";") {
		return true
	}
	return f.share(func(line string) bool { return nginxLine.MatchString(line) }) > 0.5 ||
		f.share(func(line string) bool { return nginxReturn.MatchString(line) || nginxRewrite.MatchString(line) }) > 0.2
}

var (
	nginxLine    = regexp.MustCompile(`^\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^\s;{}"']+)\s+("(?:[^"\\]|\\.)*"|'[^']*'|[^\s;{}"']+)\s*;\s*(#.*)?$`)
	nginxReturn  = regexp.MustCompile(`^\s*location\s+=\s+(\S+)\s*\{\s*return\s+(\d{3})(?:\s+(\S+?))?\s*;\s*\}`)
	nginxRewrite = regexp.MustCompile(`^\s*(?:rewrite|location|if|return)\s`)
)

// nginxWords are the words that stand in a map in the place of a key, and directives beside maps.
var nginxWords = []string{"default", "hostnames", "volatile", "map_hash_bucket_size", "map_hash_max_size", "server_name", "listen", "root"}

func readNginx(f *File, out *Result) {
	helper := false // within one of our own maps of hosts and paths
	for i, line := range f.lines {
		line = strings.TrimSpace(line)
		switch m := nginxLine.FindStringSubmatch(line); {
		case line == "" || line[0] == '#' || line == "}":
		case nginxMap.MatchString(line):
			helper = strings.HasSuffix(line, "$pocomigrate_host {") || strings.HasSuffix(line, "$pocomigrate_path {")
		case nginxReturn.MatchString(line):
			r := nginxReturn.FindStringSubmatch(line)
			out.add(f, i, unquote(r[1]), r[3], statusOf(r[2]))
		case m == nil:
			if nginxRewrite.MatchString(line) || strings.Contains(line, "rewrite ") {
				out.unread(f, i, "an expression or a condition")
			}
		case m[1] == "include":
			out.unread(f, i, "it stands for another file; name that one, too")
		case helper || slices.Contains(nginxWords, m[1]):
		case strings.HasPrefix(unquote(m[1]), "~"):
			out.unread(f, i, "an expression")
		case nginxRewrite.MatchString(line):
			out.unread(f, i, "an expression or a condition")
		default:
			to, status := parseValue(unquote(m[2]))
			if strings.Contains(to, "$") {
				out.unread(f, i, "a variable in the target")
				continue
			}
			out.addDecoded(f, i, unquote(m[1]), to, status)
		}
	}
}

var (
	escapes  = strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	unescape = strings.NewReplacer(`\\`, `\`, `\"`, `"`)
)

// quoted puts a word of a configuration into quotes.
func quoted(s string) string { return `"` + escapes.Replace(s) + `"` }

// unquote takes quotes off a word of a configuration.
func unquote(s string) string {
	if len(s) < 2 || (s[0] != '"' && s[0] != '\'') || s[len(s)-1] != s[0] {
		return strings.ReplaceAll(s, `\ `, " ")
	}
	s = s[1 : len(s)-1]
	return unescape.Replace(s)
}
