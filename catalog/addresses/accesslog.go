package addresses

import (
	"fmt"
	"regexp"
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
	if err := t.end(); err != nil {
		return err
	}
	if l.Rows == 0 {
		return fmt.Errorf("%s: empty", l.Name)
	}
	return nil
}
