package har

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// record is what an entry says, without its body.
type record struct {
	started, method, url string
	failure              string // what the browser says of an answer that did not come
	cached               bool

	status         int
	header         http.Header
	headBytes      int
	redirect       string
	size, wireSize int64 // of the body, decoded and on the wire; -1 for unknown

	mediaType, encoding, file string
	text                      int64 // where the JSON string of the body begins; -1 for none
	empty                     bool  // the string is there and holds nothing

	fault string // what exceeds a cap, "" for nothing
}

// record takes one entry. The error is one of the JSON, after which there is no reading on.
func (s *scanner) record() (*record, error) {
	r := &record{size: -1, wireSize: -1, text: -1, header: http.Header{}}
	err := s.object(func(name string) error {
		switch name {
		case "startedDateTime":
			return r.word(s, name, &r.started)
		case "_fromCache", "fromCache":
			var from string
			err := r.word(s, name, &from)
			r.cached = from != "" && from != "false"
			return err
		case "_error":
			return r.word(s, name, &r.failure)
		case "request":
			return s.object(r.request(s))
		case "response":
			return s.object(r.response(s))
		}
		return s.skip()
	})
	return r, err
}

func (r *record) request(s *scanner) func(string) error {
	return func(name string) error {
		switch name {
		case "method":
			return r.word(s, name, &r.method)
		case "url":
			return r.word(s, name, &r.url)
		}
		return s.skip()
	}
}

func (r *record) response(s *scanner) func(string) error {
	return func(name string) error {
		var number int64
		switch name {
		case "status":
			err := r.number(s, name, &number)
			r.status = int(max(-1, min(number, 9999)))
			return err
		case "redirectURL":
			return r.word(s, name, &r.redirect)
		case "bodySize":
			return r.number(s, name, &r.wireSize)
		case "_error":
			return r.word(s, name, &r.failure)
		case "headers":
			return s.array(func() error { return r.field(s) })
		case "content":
			return s.object(r.content(s))
		}
		return s.skip()
	}
}

func (r *record) content(s *scanner) func(string) error {
	return func(name string) error {
		switch name {
		case "size":
			return r.number(s, name, &r.size)
		case "mimeType":
			return r.word(s, name, &r.mediaType)
		case "encoding":
			return r.word(s, name, &r.encoding)
		case "_file":
			return r.word(s, name, &r.file)
		case "text":
			b, err := s.next()
			if err != nil || b != '"' {
				return errors.Join(err, s.skip())
			}
			r.text = s.at
			err = s.skip()
			r.empty = s.at == r.text+2
			return err
		}
		return s.skip()
	}
}

// word takes a text of the entry.
func (r *record) word(s *scanner, name string, to *string) error {
	text, err := s.word(maxWord)
	if errors.Is(err, errLong) {
		r.fault = fmt.Sprintf("%s is longer than %d KiB", name, maxWord>>10)
		return nil
	}
	*to = text
	return err
}

// number takes a number, which some tools write as a string. What is none, or too large, leaves to as it is.
func (r *record) number(s *scanner, name string, to *int64) error {
	var text string
	if err := r.word(s, name, &text); err != nil {
		return err
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil && math.Abs(f) < 1<<53 {
		*to = int64(f)
	}
	return nil
}

// field takes one header of the answer.
func (r *record) field(s *scanner) error {
	var name, value string
	err := s.object(func(member string) error {
		switch member {
		case "name":
			return r.word(s, "name of a header", &name)
		case "value":
			return r.word(s, "header "+name, &value)
		}
		return s.skip()
	})
	if r.headBytes += len(name) + len(value); r.headBytes > maxHead {
		r.fault = fmt.Sprintf("more than %d KiB of headers", maxHead>>10)
		return err
	}
	for _, value := range values(name, value) {
		r.header.Add(name, value)
	}
	return err
}

// timeLayouts are ISO 8601 as exporters write it. Without a zone it says no moment.
var timeLayouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04Z07:00"}

// time returns when the browser asked, the zero time where the entry does not say.
func (r *record) time() time.Time {
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, strings.TrimSpace(r.started)); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
