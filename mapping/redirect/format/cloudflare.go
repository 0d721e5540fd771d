package format

import (
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/mapping/redirect"
)

func cloudflare() Format {
	return Format{
		Name: "cloudflare", About: "a CSV for a Bulk Redirect List of Cloudflare", Check: checkCloudflare, Write: writeCloudflare,
		Shape: isCloudflare, Read: readCloudflare,
	}
}

// cloudflarePlan is a plan with the URLs that all Bulk Redirect Lists of an account may hold.
type cloudflarePlan struct {
	name string
	urls int
}

// The plans, the least first, by Cloudflare's documentation of 2026-07. A source may have 32 KiB, more than any address has.
var cloudflarePlans = []cloudflarePlan{{"Free", 10_000}, {"Pro", 25_000}, {"Business", 50_000}, {"Enterprise", 1_000_000}}

// forCloudflare returns what a list can hold: a source has no query, and there is no status that says gone.
func forCloudflare(all []entry) (held, queries, none []entry) {
	for _, e := range all {
		switch {
		case e.State == redirect.Gone:
			none = append(none, e)
		case e.param != "":
			queries = append(queries, e)
		default:
			held = append(held, e)
		}
	}
	return held, queries, none
}

func checkCloudflare(m *redirect.Map) []redirect.Finding {
	held, queries, none := forCloudflare(entries(m))
	out := common(held)
	about := func(id string, level redirect.Level, format string, args ...any) {
		out = append(out, redirect.Finding{ID: id, Level: level, Address: "cloudflare", Evidence: fmt.Sprintf(format, args...)})
	}
	lines := 0
	for _, e := range held {
		lines += 2 * len(spellings(m, e))
		if s := e.Status; s != 301 && s != 302 && s != 307 && s != 308 {
			out = append(out, e.finding("status", redirect.Fault, "status %d is none of 301, 302, 307, 308", s))
		}
	}
	if len(none) > 0 {
		about("gone-left-out", redirect.Warning, "%d addresses are gone, which a list cannot say, and are left out; answer 410 with a Worker or at the origin; first %s",
			len(none), none[0].From.URL())
	}
	if len(queries) > 0 {
		about("parameter-left-out", redirect.Warning, "%d addresses are told apart by a parameter, which a source cannot hold, and are left out: the page without it answers for them; first %s",
			len(queries), queries[0].From.URL())
	}
	last := cloudflarePlans[len(cloudflarePlans)-1]
	if i := slices.IndexFunc(cloudflarePlans, func(p cloudflarePlan) bool { return lines <= p.urls }); i >= 0 {
		about("quota", redirect.Info, "%d lines: enough for the plan %s (%d URLs an account)", lines, cloudflarePlans[i].name, cloudflarePlans[i].urls)
	} else {
		about("quota", redirect.Fault, "%d lines: no plan holds more than %d", lines, last.urls)
	}
	return append(out, twice("Cloudflare", held, func(e entry) string { return e.From.URL() }, "a list holds a source once")...)
}

// writeCloudflare writes each address with and without its final slash, since a list compares paths to the letter.
func writeCloudflare(out io.Writer, m *redirect.Map) error {
	held, _, _ := forCloudflare(entries(m))
	var lines [][]string
	for _, e := range held {
		for _, host := range spellings(m, e) {
			for _, slash := range []string{"", "/"} {
				if e.From.Path == "" && slash == "" {
					continue
				}
				lines = append(lines, []string{host + e.From.Path + slash, e.target, strconv.Itoa(e.Status), "FALSE", "FALSE", "FALSE", "FALSE"})
			}
		}
	}
	return csv.NewWriter(out).WriteAll(lines)
}

func isCloudflare(f *File) bool {
	rows, err := f.table()
	if err != nil || len(rows) == 0 || len(rows[0].cells) < 2 {
		return false
	}
	first := rows[0].cells
	return strings.Contains(first[0], "/") && strings.Contains(first[1], "://") && !strings.ContainsAny(first[0], " \t")
}

func readCloudflare(f *File, out *Result) {
	for _, row := range f.rows { // read when the shape was looked at
		c := append(row.cells, make([]string, 7)...)
		status := http.StatusMovedPermanently
		if c[2] != "" {
			status = statusOf(c[2])
		}
		switch {
		case strings.EqualFold(c[4], "true"):
			out.unread(f, row.line-1, "it includes subdomains")
		case strings.EqualFold(c[5], "true"):
			out.unread(f, row.line-1, "it includes all that lies below")
		case status < 300 || status > 399:
			out.unread(f, row.line-1, "it is no redirect")
		default:
			out.add(f, row.line-1, c[0], c[1], status)
		}
	}
}
