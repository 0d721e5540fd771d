package format

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pocomigrate/pocomigrate/mapping/redirect"
)

// maxFile bounds a file of redirects, in bytes: 100,000 of them take about 15 MB.
const maxFile = 64 << 20

// File is a file of redirects that are in place.
type File struct {
	name  string
	host  string // of redirects that name none; "" where nobody said
	text  string
	lines []string
	rows  []tableRow // once read
	fault error
	read  bool
}

// tableRow is one row of a table, with the number of its line.
type tableRow struct {
	line  int
	cells []string
}

// Result is what was read of a file.
type Result struct {
	Format   string
	Existing []redirect.Existing
	Unread   []redirect.Unread // in the order of the file
	Err      error
}

// ErrNoHost says that redirects are of no host, and that nobody said which it is.
var ErrNoHost = errors.New("the redirects name no host")

// Read reads a file of redirects that are in place, whatever it is: an nginx map, a RewriteMap, Redirect or RewriteRule
// lines, a map of Caddy, a _redirects file, a CSV. Host stands for the host of redirects that name none. What is no redirect
// from one address to another is returned as unread. Name stands in the places and errors.
func Read(r io.Reader, name, host string) (Result, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", name, err)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case len(data) > maxFile:
		return Result{}, fmt.Errorf("%s: more than the %d MiB that a file of redirects may have", name, maxFile>>20)
	case bytes.IndexByte(data, 0) >= 0 || !utf8.Valid(data):
		return Result{}, fmt.Errorf("%s: no text in UTF-8", name)
	}
	f := &File{name: name, host: host, text: string(data), lines: strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")}
	if f.share(func(string) bool { return true }) == 0 {
		return Result{}, nil
	}
	for _, format := range slices.Backward(All()) {
		if format.Shape == nil || !format.Shape(f) {
			continue
		}
		out := Result{Format: format.Name}
		format.Read(f, &out)
		if out.Err != nil {
			return Result{}, fmt.Errorf("%s: %w", name, out.Err)
		}
		return out, nil
	}
	return Result{}, fmt.Errorf("%s: no file of redirects that could be recognized; they are: nginx, Apache, Caddy, _redirects, CSV", name)
}

// share returns how many of the lines that say something fit, from 0 to 1.
func (f *File) share(fits func(line string) bool) float64 {
	n, of := 0, 0
	for _, line := range f.lines {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		of++
		if fits(line) {
			n++
		}
	}
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// table reads the file as CSV, with commas, semicolons or tabs as its first line has them.
func (f *File) table() ([]tableRow, error) {
	if f.read {
		return f.rows, f.fault
	}
	f.read = true
	comma := ','
	for _, c := range ";\t" {
		if strings.Count(f.lines[0], string(c)) > strings.Count(f.lines[0], string(comma)) {
			comma = c
		}
	}
	in := csv.NewReader(strings.NewReader(f.text))
	in.Comma, in.FieldsPerRecord = comma, -1
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return f.rows, nil
		}
		if err != nil {
			f.fault = err
			return nil, err
		}
		line, _ := in.FieldPos(0)
		for i, cell := range cells {
			if rest, ok := strings.CutPrefix(cell, "'"); ok && plain(rest) != rest {
				cells[i] = rest
			}
		}
		f.rows = append(f.rows, tableRow{line, cells})
	}
}

func (f *File) place(i int) string { return fmt.Sprintf("%s:%d", f.name, i+1) }

// unread notes a line that is left alone.
func (r *Result) unread(f *File, i int, why string) {
	text := ""
	if i < len(f.lines) {
		text = strings.TrimSpace(f.lines[i])
	}
	const most = 200 // as much as a person needs to know the line again
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	r.Unread = append(r.Unread, redirect.Unread{Place: f.place(i), Text: text, Why: why})
}

// addDecoded adds a redirect whose path is written as a server sees it, decoded.
func (r *Result) addDecoded(f *File, i int, from, to string, status int) {
	path, query := from, ""
	if at := paramBehind.FindStringIndex(from); at != nil {
		path, query = from[:at[0]], from[at[0]+1:]
	}
	host, rest, ok := "", path, strings.HasPrefix(path, "/")
	if scheme, after, found := strings.Cut(path, "://"); found {
		host, rest, _ = strings.Cut(after, "/")
		host, rest = scheme+"://"+host, "/"+rest
	} else if !ok {
		host, rest, _ = strings.Cut(path, "/")
		rest = "/" + rest
	}
	from = host + (&url.URL{Path: rest}).EscapedPath()
	if query != "" {
		from += "?" + query
	}
	r.add(f, i, from, to, status)
}

// paramBehind is a parameter behind a decoded path, which may hold a question mark of its own.
var paramBehind = regexp.MustCompile(`\?[A-Za-z0-9_]+=[A-Za-z0-9_-]+$`)

// add adds a redirect. From is an address, one without its scheme, or a path.
func (r *Result) add(f *File, i int, from, to string, status int) {
	if status == http.StatusGone {
		to = ""
	}
	if from != "" && from[0] != '/' && !strings.Contains(from, "://") && !beginsWithHost(from) {
		from = "/" + from // a path as some programs write it, without its slash
	}
	switch {
	case status != http.StatusGone && (status < 300 || status > 399):
		r.unread(f, i, "a status that is no redirect")
		return
	case to == "" && status != http.StatusGone:
		r.unread(f, i, "it has no target")
		return
	case strings.HasPrefix(from, "//"), strings.Contains(from, "://"):
	case strings.HasPrefix(from, "/"):
		if f.host == "" {
			if r.Err == nil {
				r.Err = fmt.Errorf("line %d: %w: %s", i+1, ErrNoHost, from)
			}
			return
		}
		from = "https://" + f.host + from
	default:
		from = "https://" + from
	}
	a, err := redirect.ParseAddress(from)
	if err != nil {
		r.unread(f, i, err.Error())
		return
	}
	if to != "" {
		base, err := url.Parse(a.URL())
		if err == nil {
			base, err = base.Parse(to)
		}
		if err != nil || (base.Scheme != "http" && base.Scheme != "https") || base.Host == "" {
			r.unread(f, i, "its target is no address")
			return
		}
		to = base.String()
		if _, err := redirect.ParseAddress(to); err != nil {
			r.unread(f, i, "its target: "+err.Error())
			return
		}
	}
	r.Existing = append(r.Existing, redirect.Existing{From: a.URL(), To: to, Status: status, Place: f.place(i)})
}

// beginsWithHost says that an address without a scheme begins with a host and not with a file.
func beginsWithHost(from string) bool {
	host, _, _ := strings.Cut(from, "/")
	host, _, _ = strings.Cut(host, "?")
	_, last, dotted := strings.Cut(host, ".")
	return dotted && !slices.Contains([]string{"html", "htm", "php", "asp", "aspx", "jsp", "pdf"}, strings.ToLower(last))
}

// statusOf reads a status of three digits, 0 where it is none.
func statusOf(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 100 || n > 599 {
		return 0
	}
	return n
}
