package addresses

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"
)

// logLine is a line of an access log in the format "combined" or "common" of Apache and nginx; with a host in front it is
// Apache's vhost_combined.
var logLine = regexp.MustCompile(`^(?:(\S+) )?(\S+) \S+ \S+ \[([^\]]+)\] "([A-Z]+) (\S+)(?: [^"]*)?" ([0-9]{3}) `)

// isLog reports whether the first lines of a text are those of an access log.
func isLog(text string) bool {
	seen, logged := 0, 0
	lines(text, func(line string) bool {
		seen++
		if logLine.MatchString(line) {
			logged++
		}
		return seen < 10
	})
	return seen > 0 && 2*logged > seen
}

// readLog takes each GET or HEAD request as one hit. What was answered does not matter: an address that gave 404 was asked
// for, too.
func (l *List) readLog(text string, o Options) error {
	l.Format, l.Unit = "access log", Hits
	var from, to time.Time
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		m := logLine.FindStringSubmatch(line)
		switch {
		case m == nil:
			l.ignore(NoAddress, n, line, 0)
			continue
		case m[4] != "GET" && m[4] != "HEAD":
			l.ignore(NotAPage, n, m[4]+" "+m[5], 1)
			continue
		}
		if at, err := time.Parse("02/Jan/2006:15:04:05 -0700", m[3]); err == nil {
			if at = at.UTC(); from.IsZero() || at.Before(from) {
				from = at
			}
			if at.After(to) {
				to = at
			}
		}
		host := strings.TrimSuffix(strings.TrimSuffix(m[1], ":443"), ":80")
		address, reason := o.address(m[5], host)
		if reason != "" {
			l.ignore(reason, n, m[5], 1)
			continue
		}
		l.enter(n, address, 1, true, o)
	}
	if !from.IsZero() {
		l.Period = from.Format(time.DateOnly) + " to " + to.Format(time.DateOnly)
	}
	t := taking{list: l}
	return t.end()
}

// fieldsLine names the columns of a log in the W3C's extended format, as CloudFront and IIS write it.
var fieldsLine = regexp.MustCompile(`(?m)^#Fields:[ \t]*(.+?)[ \t\r]*$`)

// readW3C takes each GET or HEAD request of a log in the W3C's extended format as one hit. CloudFront writes its own name
// under cs(Host) and the one that was asked for under x-host-header, which early versions lack.
func (l *List) readW3C(text, fields string, o Options) error {
	names := strings.Fields(fields)
	at := func(name string) int {
		return slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
	}
	host, query := at("x-host-header"), at("cs-uri-query")
	if host < 0 && at("x-edge-location") < 0 {
		host = max(at("cs-host"), at("cs(Host)"))
	}
	l.Format, l.Unit = "access log", Hits
	n := 0
	for line := range strings.Lines(text) {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		r := record{line: n, cells: strings.Fields(line)}
		path := r.cell(at("cs-uri-stem"))
		if method := r.cell(at("cs-method")); method != "" && method != "GET" && method != "HEAD" {
			l.ignore(NotAPage, n, method+" "+path, 1)
			continue
		}
		if q := r.cell(query); q != "" && q != "-" {
			path += "?" + q
		}
		address, reason := o.address(path, r.cell(host))
		if reason != "" {
			l.ignore(reason, n, cmp.Or(path, line), 1)
			continue
		}
		l.enter(n, address, 1, true, o)
	}
	t := taking{list: l}
	return t.end()
}
