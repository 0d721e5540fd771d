package warc

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

type kind int8

const (
	kindOther kind = iota // request, warcinfo, metadata, conversion, and what later versions may add
	kindResponse
	kindResource
	kindRevisit
	kindFailure // metadata of our own recorder: an address was asked and nothing was got
)

// viaField names the page source that our recorder got a record from. The format lets everybody add fields.
const viaField = "WARC-Pocomigrate-Via"

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
	h.kind = h.kindOf()
	length, err := strconv.ParseInt(h.get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return h, fmt.Errorf("Content-Length %.20q is no length", h.get("Content-Length"))
	}
	h.length = length
	switch {
	case h.get("WARC-Type") == "":
		return h, errors.New("no WARC-Type")
	case h.isKept() && h.url() == "":
		return h, errors.New("no WARC-Target-URI")
	case h.isKept() && h.get("WARC-Segment-Number") != "":
		return h, errors.New("record is cut into segments, which are not understood")
	}
	return h, nil
}

func (h *header) get(name string) string { return h.fields.Get(name) }

// isKept says that the record goes into the index.
func (h *header) isKept() bool { return h.kind != kindOther }

// kindOf tells which records are pages. A crawler also keeps DNS answers as responses; their Content-Type says so.
func (h *header) kindOf() kind {
	media := mediaType(h.get("Content-Type"))
	switch strings.ToLower(h.get("WARC-Type")) {
	case "response":
		if media != "" && media != "application/http" {
			return kindOther
		}
		return kindResponse
	case "resource":
		return kindResource
	case "revisit":
		return kindRevisit
	case "metadata":
		if media == warcFields && h.get(viaField) != "" {
			return kindFailure
		}
	}
	return kindOther
}

// mediaType returns the type and subtype of a Content-Type in lower case.
func mediaType(contentType string) string {
	media, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(media))
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

// describe notes in e what the header says of the record, with the words of ix.
func (h *header) describe(e *entry, ix *index) {
	e.kind = h.kind
	e.url = h.url()
	e.id = trimBrackets(h.get("WARC-Record-ID"))
	e.time = parseDate(h.get("WARC-Date"))
	e.digest = h.digest()
	e.via = ix.word(h.get(viaField))
	switch h.kind {
	case kindResource:
		e.status, e.media = http.StatusOK, ix.word(mediaType(h.get("Content-Type")))
	case kindRevisit:
		e.version = versionOf(h.get("WARC-Etag"), h.get("WARC-Last-Modified")) // of Heritrix, which keeps no head
		e.refers = &reference{
			id:          trimBrackets(h.get("WARC-Refers-To")),
			url:         trimBrackets(h.get("WARC-Refers-To-Target-URI")),
			time:        parseDate(h.get("WARC-Refers-To-Date")),
			notModified: strings.HasSuffix(h.get("WARC-Profile"), "/"+notModified),
		}
	default: // a response has its head to say it, others have nothing to say
	}
}

// describeHead notes in e what the HTTP head says that a block begins with, or returns false where there is none.
func (e *entry) describeHead(begin []byte, ix *index) bool {
	line, rest := cutLine(begin)
	status, ok := parseStatus(line)
	if !ok {
		return false
	}
	e.status = int16(status)
	e.media = ix.word(mediaType(headValue(rest, "Content-Type")))
	if version := versionOf(headValue(rest, "Etag"), headValue(rest, "Last-Modified")); version != 0 {
		e.version = version
	}
	return true
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
