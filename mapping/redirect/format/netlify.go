package format

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/pocomigrate/pocomigrate/mapping/redirect"
)

func netlify() Format {
	return Format{
		Name: "netlify", About: "a _redirects file", Check: checkNetlify, Write: writeNetlify, Shape: isNetlify, Read: readNetlify,
	}
}

// netlifyMany is up to how many rules a _redirects file is meant for, by Netlify's documentation of 2025.
const netlifyMany = 10_000

// netlifyGone is the page that a site on Netlify answers with where something is gone: a status needs a page.
const netlifyGone = "/gone.html"

func checkNetlify(m *redirect.Map) []redirect.Finding {
	all := entries(m)
	out := common(all)
	lines, none := 0, 0
	for _, e := range all {
		lines += len(spellings(m, e))
		if e.State == redirect.Gone {
			none++
		}
		if strings.ContainsAny(e.path, ":*") {
			out = append(out, e.finding("placeholder", redirect.Warning, "a colon or an asterisk stands for something else in _redirects; it is written as an escape"))
		}
	}
	if lines > netlifyMany {
		out = append(out, redirect.Finding{
			ID: "many-rules", Level: redirect.Warning, Address: "netlify",
			Evidence: fmt.Sprintf("%d lines: _redirects is meant for %d at most; write wildcards by hand or use an edge function", lines, netlifyMany),
		})
	}
	if none > 0 {
		out = append(out, redirect.Finding{
			ID: "gone-needs-page", Level: redirect.Info, Address: "netlify",
			Evidence: fmt.Sprintf("%d addresses are gone: put a page %s into the site, which is answered with status 410 (to GET alone)", none, netlifyGone),
		})
	}
	return append(out, twice("Netlify", all, func(e entry) string { return e.From.URL() }, "the first line holds")...)
}

// spellings returns the addresses under which one entry is asked for.
func spellings(m *redirect.Map, e entry) []string {
	for _, h := range m.Hosts {
		if h.Name == e.From.Host {
			return h.Spellings
		}
	}
	return []string{e.From.Host}
}

func writeNetlify(out io.Writer, m *redirect.Map) error {
	all := entries(m)
	w := &writer{w: out}
	w.line("# %s", title("Netlify", m, all))
	w.line("# The first line that fits holds, so that lines with a parameter stand before those without. Netlify finds an address with")
	w.line("# and without its final slash, and carries the query on to the new page where the line names no parameter.")
	for _, withParam := range []bool{true, false} {
		for _, e := range all {
			if (e.param != "") != withParam {
				continue
			}
			path := strings.NewReplacer(":", "%3A", "*", "%2A").Replace(e.From.Path)
			for _, host := range spellings(m, e) {
				from := "https://" + host + path
				if path == "" {
					from += "/"
				}
				if withParam {
					from += "  " + e.From.Query
				}
				if e.State == redirect.Gone {
					w.line("%s  %s  410!", from, netlifyGone)
				} else {
					w.line("%s  %s  %d!", from, e.target, e.Status)
				}
			}
		}
	}
	return w.err
}

func isNetlify(f *File) bool {
	return f.share(func(line string) bool {
		words := strings.Fields(line)
		if len(words) < 2 || strings.HasSuffix(line, ";") || !strings.HasPrefix(words[0], "/") && !strings.Contains(words[0], "://") {
			return false
		}
		last := strings.TrimSuffix(words[len(words)-1], "!")
		return len(words) > 2 && statusOf(last) != 0 || strings.Contains(words[len(words)-1], "=") && !strings.Contains(words[len(words)-1], "/")
	}) > 0.3
}

func readNetlify(f *File, out *Result) {
	for i, line := range f.lines {
		line, _, _ = strings.Cut(line, " #")
		words := strings.Fields(line)
		if len(words) == 0 || words[0][0] == '#' {
			continue
		}
		from, rest := words[0], words[1:]
		var query []string
		for len(rest) > 0 && strings.Contains(rest[0], "=") && !strings.Contains(rest[0], "/") {
			query, rest = append(query, rest[0]), rest[1:]
		}
		status := http.StatusMovedPermanently
		if len(rest) > 1 {
			status = statusOf(strings.TrimSuffix(rest[1], "!"))
		}
		switch {
		case len(rest) == 0:
			out.unread(f, i, "it has no target")
		case strings.ContainsAny(from, "*") || strings.Contains(strings.TrimPrefix(strings.TrimPrefix(from, "https://"), "http://"), "/:"):
			out.unread(f, i, "a wildcard")
		case len(query) > 0 && strings.Contains(strings.Join(query, ""), ":"):
			out.unread(f, i, "a placeholder in the query")
		case len(rest) > 2:
			out.unread(f, i, "a condition")
		case status == 0 || status < 300 || status >= 400 && status != http.StatusGone:
			out.unread(f, i, "it is no redirect")
		default:
			if len(query) > 0 {
				from += "?" + strings.Join(query, "&")
			}
			out.add(f, i, from, rest[0], status)
		}
	}
}
