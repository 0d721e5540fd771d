package format

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/mapping/redirect"
)

func apache() Format {
	return Format{
		Name: "apache", About: "a text map for RewriteMap of Apache httpd", Check: checkApache, Write: writeApache, Shape: isApache, Read: readApache,
	}
}

// apacheLine is how long a line of a text map may be with its line feed, in bytes (REWRITE_MAX_TXT_MAP_LINE of mod_rewrite.c).
const apacheLine = 1024

func checkApache(m *redirect.Map) []redirect.Finding {
	all := entries(m)
	out := common(all)
	for _, e := range all {
		if n := len(apacheKey(e)) + 1 + len(e.value()) + 1; n >= apacheLine {
			out = append(out, e.finding("key-too-long", redirect.Fault, "its line has %d bytes, and Apache reads no line of a map of %d or more", n, apacheLine))
		}
		if strings.Contains(strings.ToUpper(e.From.Path), "%2F") {
			out = append(out, e.finding("encoded-slash", redirect.Warning, "Apache answers 404 to an encoded slash; set AllowEncodedSlashes On"))
		}
	}
	return append(out, twice("Apache", all, apacheKey, "it decodes the path and takes // for /")...)
}

// apacheKey is what Apache looks up: the path decoded, its slashes merged, and escaped again as int:escape does, since a key
// of a text map can hold no space.
func apacheKey(e entry) string { return e.key(escapeApache(slashes.ReplaceAllString(e.path, "/"))) }

// escapeApache escapes a path as the internal map "escape" of mod_rewrite does (ap_os_escape_path): in lower case.
func escapeApache(path string) string {
	var b strings.Builder
	for _, c := range []byte(path) {
		if c > ' ' && c < 0x7f && (isAlnum(c) || strings.IndexByte("$-_.+!*'(),:;@&=/~", c) >= 0) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02x", c)
		}
	}
	return b.String()
}

func isAlnum(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func writeApache(out io.Writer, m *redirect.Map) error {
	all := entries(m)
	w := &writer{w: out}
	w.line("# %s", title("Apache httpd", m, all))
	w.line("# Save this file as /etc/apache2/pocomigrate.txt, enable mod_rewrite, and put the lines that")
	w.line("# sed -n 's/^#> //p' prints of it into each VirtualHost of")
	w.line("# %s", strings.Join(spelled(hosts(m, all)), " "))
	w.line("# (not into .htaccess, where RewriteMap is not allowed).")
	w.line("#> RewriteEngine On")
	w.line(`#> RewriteMap pocomigrate "txt:/etc/apache2/pocomigrate.txt"`)
	w.line("#> RewriteMap pocomigrate_lower int:tolower")
	w.line("#> RewriteMap pocomigrate_escape int:escape")
	w.line(`#> RewriteCond %%{HTTP_HOST} ^(?:www\.)?([^:]+?)\.?(?::\d+)?$ [NC]`)
	w.line("#> RewriteRule ^(.*?)/*$ - [E=POCOMIGRATE_KEY:${pocomigrate_lower:%%1}${pocomigrate_escape:$1}]")
	for _, name := range params(all) {
		w.line(`#> RewriteCond %%{ENV:POCOMIGRATE_TO} ^$`)
		w.line(`#> RewriteCond %%{QUERY_STRING} (?:^|&)%s=([^&]*)`, regexp.QuoteMeta(name))
		w.line(`#> RewriteCond ${pocomigrate:%%{ENV:POCOMIGRATE_KEY}?%s=%%1} ^(.+)$`, name)
		w.line("#> RewriteRule ^ - [E=POCOMIGRATE_TO:%%1]")
	}
	w.line(`#> RewriteCond %%{ENV:POCOMIGRATE_TO} ^$`)
	w.line("#> RewriteCond ${pocomigrate:%%{ENV:POCOMIGRATE_KEY}} ^(.+)$")
	w.line("#> RewriteRule ^ - [E=POCOMIGRATE_TO:%%1]")
	w.line("#> RewriteCond %%{ENV:POCOMIGRATE_TO} ^gone$")
	w.line("#> RewriteRule ^ - [G,L]")
	// A question mark that comes out of a map is refused (AH10508), one that stands in the rule is not.
	for _, status := range append(statuses(all), http.StatusMovedPermanently) {
		front := ""
		if status != http.StatusMovedPermanently {
			front = strconv.Itoa(status) + ":"
		}
		w.line(`#> RewriteCond %%{ENV:POCOMIGRATE_TO} ^%s(https?:[^?]+)\?(.*)$`, front)
		w.line("#> RewriteRule ^ %%1?%%2 [R=%d,L,NE]", status)
		w.line("#> RewriteCond %%{ENV:POCOMIGRATE_TO} ^%s(https?:[^?]+)$", front)
		w.line("#> RewriteRule ^ %%1 [R=%d,L,NE,QSD]", status)
	}
	w.line("# Keys are looked up with regard to case. QSD: the query is not carried on. NE: the target's own escapes stay as they are.")
	for _, e := range all {
		w.line("%s %s", apacheKey(e), e.value())
	}
	return w.err
}

var (
	apacheRedirect = regexp.MustCompile(`(?i)^\s*Redirect(Permanent|Temp)?\s+(?:(permanent|temp|seeother|gone|\d{3})\s+)?("[^"]*"|\S+)(?:\s+("[^"]*"|\S+))?\s*$`)
	apacheRule     = regexp.MustCompile(`(?i)^\s*RewriteRule\s+("[^"]*"|\S+)\s+("[^"]*"|\S+)(?:\s+\[([^\]]*)\])?\s*$`)
	apacheOther    = regexp.MustCompile(`(?i)^\s*(RewriteCond|RewriteRule|RedirectMatch|Redirect)\b`)
	apacheFrame    = regexp.MustCompile(`(?i)^\s*(RewriteEngine|RewriteMap|RewriteBase|RewriteOptions|Options|</?\w)`)
	apacheMapLine  = regexp.MustCompile(`^\s*(/\S*|[a-z0-9.-]+\.[a-z]+(?:/\S*|\?\S*)?)\s+(\S+)\s*$`)
)

func isApache(f *File) bool {
	directives := f.share(func(l string) bool { return apacheOther.MatchString(l) || apacheFrame.MatchString(l) })
	return directives > 0.3 || f.share(func(l string) bool {
		m := apacheMapLine.FindStringSubmatch(l)
		return m != nil && !strings.HasSuffix(l, ";")
	}) > 0.9 && !isNetlify(f)
}

func readApache(f *File, out *Result) {
	condition := false // the rule that comes next has a condition
	for i, line := range f.lines {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#' || apacheFrame.MatchString(line):
		case strings.HasPrefix(strings.ToLower(line), "rewritecond"):
			condition = true
		case apacheRule.MatchString(line):
			readRewriteRule(f, i, apacheRule.FindStringSubmatch(line), condition, out)
			condition = false
		case apacheRedirect.MatchString(line):
			readRedirect(f, i, apacheRedirect.FindStringSubmatch(line), out)
		case apacheOther.MatchString(line):
			out.unread(f, i, "an expression")
		case apacheMapLine.MatchString(line):
			m := apacheMapLine.FindStringSubmatch(line)
			to, status := parseValue(m[2])
			out.add(f, i, m[1], to, status)
		default:
			out.unread(f, i, "neither a redirect of Apache nor a line of a map")
		}
	}
}

// readRedirect reads a Redirect line. It stands for all that lies below its path, too, which is left as it is: only the page
// itself is taken.
func readRedirect(f *File, i int, m []string, out *Result) {
	status := 302 // what Redirect answers where it names no status
	word := strings.ToLower(m[2])
	switch {
	case strings.EqualFold(m[1], "permanent") || word == "permanent":
		status = 301
	case word == "seeother":
		status = 303
	case word == "gone":
		status = 410
	case word != "" && word != "temp":
		status = statusOf(word)
	}
	out.add(f, i, unquote(m[3]), unquote(m[4]), status)
}

var literalRule = regexp.MustCompile(`^\^/?((?:[A-Za-z0-9_~/%@!,:;=&-]|\\[.+*?()\[\]{}^$|-])*?)(/\?)?\$$`)

// readRewriteRule reads a RewriteRule whose expression is one literal path from beginning to end.
func readRewriteRule(f *File, i int, m []string, condition bool, out *Result) {
	flags := strings.ToUpper(m[3])
	path := literalRule.FindStringSubmatch(unquote(m[1]))
	to := unquote(m[2])
	status := 0
	for flag := range strings.SplitSeq(flags, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(flag), "=")
		switch {
		case name == "G" || name == "GONE":
			status = 410
		case (name == "R" || name == "REDIRECT") && value == "":
			status = 302
		case name == "R" || name == "REDIRECT":
			status = statusOf(value)
		}
	}
	switch {
	case condition:
		out.unread(f, i, "it has a condition")
	case path == nil:
		out.unread(f, i, "an expression")
	case status == 0 || strings.ContainsAny(to, "$%") && strings.Contains(to, "$") || to == "-" && status != 410:
		out.unread(f, i, "it is no redirect to one address")
	default:
		out.addDecoded(f, i, "/"+strings.ReplaceAll(path[1], `\`, ""), to, status)
	}
}
