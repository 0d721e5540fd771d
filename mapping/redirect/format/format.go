package format

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/mapping/redirect"
)

// Format is one way to write a map, and to read it where that is of use.
type Format struct {
	Name  string // as on the command line
	About string // what it is for, in one line
	// Check says what the format cannot hold. A finding that is a fault forbids to write the map; others say what is left out
	// or has to be done beside.
	Check func(m *redirect.Map) []redirect.Finding
	// Write writes the map. Equal maps give equal bytes.
	Write func(w io.Writer, m *redirect.Map) error
	// Shape reports whether a file looks as if it were of the format; nil for a format that is not read.
	Shape func(f *File) bool
	// Read reads the redirects of a file that has the shape.
	Read func(f *File, out *Result)
}

// All returns the formats. The shape of a file is tried from the last to the first, which is from what has headings to what is
// known by its sentences.
func All() []Format {
	return []Format{nginx(), apache(), caddy(), netlify(), cloudflare(), people()}
}

// Names returns the names of the formats.
func Names() []string {
	var out []string
	for _, f := range All() {
		out = append(out, f.Name)
	}
	return out
}

// Find returns a format by its name.
func Find(name string) (Format, bool) {
	i := slices.IndexFunc(All(), func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return All()[i], true
}

// entry is one line of a server's map.
type entry struct {
	redirect.Rule
	path        string // decoded, without a final slash; "" for the front page
	param, code string // name and value of the parameter that tells pages apart
	target      string // as it can stand in a header
}

// entries returns what a server is to answer, in the order of the map.
func entries(m *redirect.Map) []entry {
	var out []entry
	for _, r := range m.Rules {
		if !r.Answers() {
			continue
		}
		e := entry{Rule: r, path: strings.TrimSuffix(r.From.Decoded(), "/"), target: escapeTarget(r.To)}
		e.param, e.code = r.From.Param()
		out = append(out, e)
	}
	return out
}

// key is host and path as the server's own map has them, with the parameter behind.
func (e entry) key(path string) string {
	if e.param == "" {
		return e.From.Host + path
	}
	return e.From.Host + path + "?" + e.param + "=" + e.code
}

// gone is the value of a page that nothing takes the place of.
const gone = "gone"

// value is what stands behind the key: an address, "gone", or "302:" and an address for another status than 301.
func (e entry) value() string {
	switch {
	case e.State == redirect.Gone:
		return gone
	case e.Status == http.StatusMovedPermanently:
		return e.target
	}
	return strconv.Itoa(e.Status) + ":" + e.target
}

// parseValue reads what value wrote.
func parseValue(text string) (to string, status int) {
	if text == gone {
		return "", http.StatusGone
	}
	if code, rest, ok := strings.Cut(text, ":"); ok && len(code) == 3 {
		if n, err := strconv.Atoi(code); err == nil && n >= 300 && n < 400 {
			return rest, n
		}
	}
	return text, http.StatusMovedPermanently
}

// escapeTarget returns an address with everything escaped that a configuration file or a header would take for its own.
func escapeTarget(to string) string {
	u, err := url.Parse(strings.TrimSpace(to))
	if err != nil {
		return to
	}
	var b strings.Builder
	for _, c := range []byte(u.String()) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\"'<>\\^`{|}$;", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// params returns the names of the parameters that tell pages apart, sorted.
func params(all []entry) []string {
	var out []string
	for _, e := range all {
		if e.param != "" {
			out = append(out, e.param)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// statuses returns the statuses of the redirects beside 301, sorted.
func statuses(all []entry) []int {
	var out []int
	for _, e := range all {
		if e.State == redirect.Redirect && e.Status != http.StatusMovedPermanently {
			out = append(out, e.Status)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// hosts returns the hosts that the entries are about, with their spellings.
func hosts(m *redirect.Map, all []entry) []redirect.Host {
	var out []redirect.Host
	for _, e := range all {
		if len(out) > 0 && out[len(out)-1].Name == e.From.Host {
			continue
		}
		h := redirect.Host{Name: e.From.Host, Spellings: []string{e.From.Host}}
		if i := slices.IndexFunc(m.Hosts, func(h redirect.Host) bool { return h.Name == e.From.Host }); i >= 0 {
			h = m.Hosts[i]
		}
		out = append(out, h)
	}
	return out
}

// spelled returns all spellings of hosts.
func spelled(list []redirect.Host) []string {
	var out []string
	for _, h := range list {
		out = append(out, h.Spellings...)
	}
	return out
}

// title is the first line of a file, without the sign of a comment.
func title(server string, m *redirect.Map, all []entry) string {
	leads := 0
	for _, e := range all {
		if e.State == redirect.Redirect {
			leads++
		}
	}
	return fmt.Sprintf("Redirects for %s: %d rules, %d lead on, %d gone (410). Snapshot %s.", server, len(all), leads, len(all)-leads, shortDigest(m))
}

func shortDigest(m *redirect.Map) string {
	return cmp.Or(m.Snapshot[:min(len(m.Snapshot), 12)], "none")
}

// writer writes lines and keeps the first error.
type writer struct {
	w   io.Writer
	err error
}

func (w *writer) line(format string, args ...any) {
	if w.err == nil {
		_, w.err = fmt.Fprintf(w.w, format+"\n", args...)
	}
}

// finding is one about an entry.
func (e entry) finding(id string, level redirect.Level, format string, args ...any) redirect.Finding {
	return redirect.Finding{
		ID: id, Level: level, Address: e.From.URL(), Target: e.To, Evidence: fmt.Sprintf(format, args...), Clicks: e.Clicks,
	}
}

// common says what no server could hold: control characters, targets that are no addresses.
func common(all []entry) []redirect.Finding {
	var out []redirect.Finding
	for _, e := range all {
		if strings.ContainsFunc(e.path, func(c rune) bool { return c < ' ' || c == 0x7f || c == '\uFFFD' }) {
			out = append(out, e.finding("control-character", redirect.Fault, "its path holds a character that no configuration can hold: %q", e.path))
		}
		if e.State != redirect.Redirect {
			continue
		}
		if u, err := url.Parse(e.target); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
			out = append(out, e.finding("bad-target", redirect.Fault, "%q is no http or https address", e.To))
		}
	}
	return out
}

// ambiguous says which decoded paths end as if a parameter stood behind them.
func ambiguous(all []entry) []redirect.Finding {
	var out []redirect.Finding
	for _, e := range all {
		if paramBehind.MatchString(e.path) {
			out = append(out, e.finding("ambiguous-key", redirect.Fault, "its path holds a question mark, behind which a parameter seems to stand"))
		}
	}
	return out
}

// twice says which entries one server cannot tell apart, by a key in the server's own form.
func twice(server string, all []entry, key func(e entry) string, why string) []redirect.Finding {
	var out []redirect.Finding
	first := map[string]entry{}
	for _, e := range all {
		k := key(e)
		before, ok := first[k]
		if !ok {
			first[k] = e
			continue
		}
		level := redirect.Fault
		out = append(out, e.finding("duplicate-key", level, "%s cannot tell it from %s (%s)%s", server, before.From.URL(), why, places(before, e)))
	}
	return out
}

func places(a, b entry) string {
	if a.Place == "" && b.Place == "" {
		return ""
	}
	return ": " + cmp.Or(a.Place, "the mapping") + " and " + cmp.Or(b.Place, "the mapping")
}
