package mirror

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// cacheList is where HTTrack keeps its records.
const cacheList = "hts-cache/new.txt"

// line is what HTTrack recorded of one address.
type line struct {
	number  int
	clock   time.Duration // time of day, in the zone of the machine
	status  int           // as the host answered; below 100 for no answer
	message string        // of the host, or what went wrong
	done    string        // "added", "updated", "untouched", "error"
	media   string
	url     string
	file    string // as HTTrack wrote it: the path on the machine, with slashes of either kind; "" for none

	fault string // why the line is not understood
}

// columns are those of new.txt, of which the first line gives the names.
const columns = 10

// readCacheList reads HTTrack's records; it returns false where there are none. One line of an address is kept, the last.
func readCacheList(root *os.Root) (lines []*line, found bool, err error) {
	f, err := openFile(root, cacheList)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	} else if err != nil {
		return nil, true, err
	}
	lines, err = parseCacheList(f, maxFiles)
	return lines, true, errors.Join(err, f.Close())
}

// parseCacheList reads the lines of new.txt, no more than most. Lines that are not understood are returned with their fault.
// One of more than 64 KiB, which a scanner does not take, is an error.
func parseCacheList(r io.Reader, most int) ([]*line, error) {
	s := bufio.NewScanner(r)
	var out []*line
	byURL := map[string]int{}
	faults := 0
	for number := 1; s.Scan(); number++ {
		text := s.Text()
		if text == "" || strings.HasPrefix(text, "date\t") {
			continue
		}
		l := parseLine(text)
		l.number = number
		if l.fault != "" {
			if faults++; faults == maxFaults {
				l.fault = "too many lines are not understood; the rest is not read"
				return append(out, l), nil
			}
			out = append(out, l)
			continue
		}
		if at, known := byURL[l.url]; known {
			out[at] = l
			continue
		}
		if len(out) >= most {
			return append(out, &line{number: number, fault: fmt.Sprintf("more than %d lines; the rest is not read", most)}), nil
		}
		byURL[l.url] = len(out)
		out = append(out, l)
	}
	if err := s.Err(); err != nil {
		return out, fmt.Errorf("%s: %w", cacheList, err)
	}
	return out, nil
}

// message is the column that says what was done and what the host said: added ('OK').
var message = regexp.MustCompile(`^(\w+) (?:error )?\('(.*)'\)$`)

func parseLine(text string) *line {
	l := &line{}
	field := strings.Split(text, "\t")
	if len(field) < columns-1 {
		l.fault = fmt.Sprintf("has %d columns, not %d", len(field), columns)
		return l
	}
	clock, err := time.Parse(time.TimeOnly, field[0])
	if err != nil {
		l.fault = fmt.Sprintf("%.20q is no time of day", field[0])
		return l
	}
	l.clock = clock.Sub(clock.Truncate(24 * time.Hour))
	if l.status, err = strconv.Atoi(field[3]); err != nil {
		l.fault = fmt.Sprintf("%.20q is no status", field[3])
		return l
	}
	if m := message.FindStringSubmatch(field[4]); m != nil {
		l.done = m[1]
		if l.message, err = url.PathUnescape(m[2]); err != nil {
			l.message = m[2]
		}
	}
	l.media, l.file = field[5], field[8]
	if l.url = field[7]; !strings.Contains(l.url, "://") {
		l.url = "http://" + l.url
	}
	if !isWeb(l.url) {
		l.fault = fmt.Sprintf("%.200q is no address of the web", field[7])
	}
	return l
}

// find returns the file that a line names, among those of the mirror. The path on the machine where the copy was made ends
// with the path in the mirror; the longest end that exists is meant.
func (l *line) find(files map[string]*file) *file {
	elements := strings.FieldsFunc(l.file, func(r rune) bool { return r == '/' || r == '\\' })
	for i := max(0, len(elements)-maxDepth); i < len(elements); i++ {
		if f := files[path.Join(elements[i:]...)]; f != nil {
			return f
		}
	}
	return nil
}

// mirrored is the comment that HTTrack leaves in a page.
var mirrored = regexp.MustCompile(`<!-- Mirrored from (\S+) by HTTrack Website Copier/[^,\n]*, ([A-Z][^<>\n]{20,40}) -->`)

// parseMirrored returns the address and the time of the comment in a page, and false where there is none.
func parseMirrored(page []byte) (address string, at time.Time, ok bool) {
	m := mirrored.FindSubmatch(page)
	if m == nil {
		return "", time.Time{}, false
	}
	at, err := time.Parse(time.RFC1123, string(m[2]))
	if err != nil {
		return "", time.Time{}, false
	}
	address = string(m[1])
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	return address, at.UTC(), isWeb(address)
}

// isWeb reports whether an address is one of http or https with a host in it.
func isWeb(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}

// moments returns when each line was written. HTTrack notes the time of day alone, in the zone of its machine, line after
// line; one page with a full time in its comment, that of line known, tells the rest.
func moments(lines []*line, known int, at time.Time) []time.Time {
	out := make([]time.Time, len(lines))
	since := func(a, b time.Duration) time.Duration { // from a to b, either way round midnight
		d := (b - a) % (24 * time.Hour)
		switch {
		case d > 12*time.Hour:
			d -= 24 * time.Hour
		case d <= -12*time.Hour:
			d += 24 * time.Hour
		}
		return d
	}
	out[known] = at
	for i := known + 1; i < len(lines); i++ {
		out[i] = out[i-1].Add(since(lines[i-1].clock, lines[i].clock))
	}
	for i := known - 1; i >= 0; i-- {
		out[i] = out[i+1].Add(since(lines[i+1].clock, lines[i].clock))
	}
	return out
}
