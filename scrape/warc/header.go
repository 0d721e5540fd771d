package warc

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

type kind int

const (
	kindOther kind = iota // request, warcinfo, metadata, conversion, and what later versions may add
	kindResponse
	kindResource
	kindRevisit
)

// header is the head of a WARC record.
type header struct {
	fields http.Header
	kind   kind
	length int64
}

// parseHeader reads the head of a record. Beside an error it returns what could be read, for the report.
func parseHeader(head []byte) (*header, error) {
	line, rest := cutLine(head)
	fields, odd := parseFields(rest)
	h := &header{fields: fields}
	if line != "WARC/1.0" && line != "WARC/1.1" {
		return h, fmt.Errorf("version %.20q is not understood, only WARC/1.0 and WARC/1.1", line)
	}
	if odd != "" {
		return h, fmt.Errorf("header line %.60q has no colon", odd)
	}
	h.kind = h.pageKind()
	length, err := strconv.ParseInt(h.get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return h, fmt.Errorf("Content-Length %.20q is no length", h.get("Content-Length"))
	}
	h.length = length
	switch {
	case h.get("WARC-Type") == "":
		return h, errors.New("no WARC-Type")
	case h.isPage() && h.url() == "":
		return h, errors.New("no WARC-Target-URI")
	case h.isPage() && h.get("WARC-Segment-Number") != "":
		return h, errors.New("record is cut into segments, which are not understood")
	}
	return h, nil
}

func (h *header) get(name string) string { return h.fields.Get(name) }

func (h *header) isPage() bool { return h.kind != kindOther }

// pageKind tells which records are pages. A crawler also keeps DNS answers as responses; their Content-Type says so.
func (h *header) pageKind() kind {
	switch strings.ToLower(h.get("WARC-Type")) {
	case "response":
		media, _, _ := strings.Cut(h.get("Content-Type"), ";")
		if media = strings.ToLower(strings.TrimSpace(media)); media != "" && media != "application/http" {
			return kindOther
		}
		return kindResponse
	case "resource":
		return kindResource
	case "revisit":
		return kindRevisit
	}
	return kindOther
}

// url returns the address of the record; old versions of wget put it between angle brackets.
func (h *header) url() string { return trimBrackets(h.get("WARC-Target-URI")) }

// digest returns the digest of the payload in a form that compares: writers spell sha-256 with a hyphen or without.
func (h *header) digest() string {
	algorithm, value, ok := strings.Cut(h.get("WARC-Payload-Digest"), ":")
	if !ok || value == "" {
		return ""
	}
	return strings.ReplaceAll(strings.ToLower(algorithm), "-", "") + ":" + value
}

// describe notes in e what the header says of the record.
func (h *header) describe(e *entry) {
	e.kind = h.kind
	e.url = h.url()
	e.id = trimBrackets(h.get("WARC-Record-ID"))
	e.time = parseDate(h.get("WARC-Date"))
	e.digest = h.digest()
	if h.kind == kindRevisit {
		e.refers = &reference{
			id:   trimBrackets(h.get("WARC-Refers-To")),
			url:  trimBrackets(h.get("WARC-Refers-To-Target-URI")),
			time: parseDate(h.get("WARC-Refers-To-Date")),
		}
	}
}

func trimBrackets(s string) string {
	if len(s) >= 2 && s[0] == '<' && s[len(s)-1] == '>' {
		return s[1 : len(s)-1]
	}
	return s
}

// dateLayouts are those of WARC 1.1, which allows a date to end early, and the 14 digits that old writers used.
var dateLayouts = []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", time.DateOnly, "2006-01", "20060102150405", "2006"}

// parseDate returns the zero time where s is no date.
func parseDate(s string) time.Time {
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
