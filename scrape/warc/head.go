package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

var errLongHead = fmt.Errorf("more than %d KiB of headers", maxHead>>10)

// readHead reads lines up to and including the empty one that ends a head, or to the end of r. It returns them as they
// were, with what was read so far beside an error.
func readHead(r *bufio.Reader) ([]byte, error) {
	var head []byte
	for {
		line, err := r.ReadSlice('\n')
		whole := len(head) == 0 || head[len(head)-1] == '\n' // a line longer than r's buffer comes in pieces
		head = append(head, line...)
		switch {
		case len(head) > maxHead:
			return head, errLongHead
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil:
			return head, err
		case whole && len(bytes.TrimRight(line, "\r\n")) == 0:
			return head, nil
		}
	}
}

// parseFields reads "Name: value" lines; a line that begins with a blank continues the one before. Lines without a colon
// are left out and the first of them is returned too, since to a WARC it is damage and to HTTP, as servers speak it, not.
func parseFields(lines []byte) (fields http.Header, odd string) {
	fields = make(http.Header, 12)
	var name string
	var value []byte // of the header of that name, so far
	end := func() {
		if name != "" {
			fields[name] = append(fields[name], string(value))
		}
	}
	for line := range bytes.Lines(lines) {
		text := bytes.TrimRight(line, "\r\n")
		if len(text) == 0 {
			continue
		}
		if name != "" && (text[0] == ' ' || text[0] == '\t') {
			value = append(append(value, ' '), bytes.TrimSpace(text)...)
			continue
		}
		before, after, ok := bytes.Cut(text, []byte(":"))
		if before = bytes.TrimSpace(before); !ok || len(before) == 0 {
			if odd == "" {
				odd = string(text)
			}
			continue
		}
		end()
		name = textproto.CanonicalMIMEHeaderKey(string(before))
		value = append(value[:0], bytes.TrimSpace(after)...)
	}
	end()
	return fields, odd
}

// headLength returns how much of a block is its head, the empty line included.
func headLength(block []byte) int {
	n := 0
	for line := range bytes.Lines(block) {
		if n += len(line); len(bytes.TrimRight(line, "\r\n")) == 0 {
			break
		}
	}
	return n
}

// cutLine returns the first line of a head without its end, and the rest.
func cutLine(head []byte) (line string, rest []byte) {
	first, rest, _ := bytes.Cut(head, []byte("\n"))
	return strings.TrimRight(string(first), "\r"), rest
}

// parseStatus reads the number in "HTTP/1.1 200 OK", or returns false where the line is no HTTP status line.
func parseStatus(line string) (int, bool) {
	proto, rest, _ := strings.Cut(line, " ")
	if !strings.HasPrefix(proto, "HTTP/") {
		return 0, false
	}
	code, _, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
	status, err := strconv.Atoi(code)
	return status, err == nil && len(code) == 3 && status >= 100 // three digits, so it fits everywhere
}

// headValue returns the first value of a header among the lines of a head, without making a map of them all. A value that
// is folded over lines ends with its first one.
func headValue(lines []byte, name string) string {
	for line := range bytes.Lines(lines) {
		if len(bytes.TrimRight(line, "\r\n")) == 0 {
			break
		}
		if len(line) > len(name) && line[len(name)] == ':' && strings.EqualFold(string(line[:len(name)]), name) {
			return string(bytes.TrimSpace(line[len(name)+1:]))
		}
	}
	return ""
}

// message is an HTTP answer as it was recorded: head parsed, body as it went over the wire.
type message struct {
	status int
	header http.Header
	body   []byte
}

var errNoHTTP = errors.New("block is no HTTP message")

// readMessage reads the HTTP message that r, which is limited to one block, holds. A block that ends inside its head is a
// message without a body: revisit records are often written so.
func readMessage(r *bufio.Reader) (*message, error) {
	head, err := readHead(r)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	line, rest := cutLine(head)
	status, ok := parseStatus(line)
	if !ok {
		return nil, errNoHTTP
	}
	header, _ := parseFields(rest)
	body, err := coding.Read(r)
	if err != nil {
		return nil, err
	}
	return &message{status: status, header: header, body: body}, nil
}
