// Package coding takes the encodings off an answer: chunks, gzip, deflate. What it is given is bounded by what it may grow to.
package coding

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httputil"
	"slices"
	"strconv"
	"strings"
)

// MaxBody bounds one decoded body, in bytes. The largest pages of the shops stay under 2 MiB; 32 MiB leaves room for a listing
// with its state inlined and stops a gzip bomb early.
const MaxBody = 32 << 20

const gzipMagic = "\x1f\x8b\x08"

var errLargeBody = fmt.Errorf("body is larger than %d MiB", MaxBody>>20)

// message is an answer whose body is to be decoded.
type message struct {
	status int
	header http.Header
	body   []byte
}

// Read reads all of r. More than [MaxBody] bytes are an error.
func Read(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, MaxBody+1))
	switch {
	case err != nil:
		return nil, err
	case len(body) > MaxBody:
		return nil, errLargeBody
	}
	return body, nil
}

// Decode returns the body of an answer with its transfer and content encodings undone. Recorders undo some of them and
// leave the headers as they were, so the headers say what to expect and the bytes decide. A body that is cut, is encoded in
// a way not known here, or decodes to more than [MaxBody] bytes is an error. The body may be returned as it is.
func Decode(status int, header http.Header, body []byte) ([]byte, error) {
	m := &message{status: status, header: header, body: body}
	var err error
	if chunked := strings.ToLower(strings.Join(m.header["Transfer-Encoding"], ",")); strings.Contains(chunked, "chunked") && beginsChunk(body) {
		if body, err = Read(httputil.NewChunkedReader(bytes.NewReader(body))); err != nil {
			return nil, fmt.Errorf("chunked body: %w", err)
		}
	} else if want := m.missing(); want > 0 {
		return nil, fmt.Errorf("body ends after %d of %d bytes", len(body), want)
	}
	for _, coding := range m.codings() {
		if body, err = undo(coding, body); err != nil {
			return nil, fmt.Errorf("content encoding %s: %w", coding, err)
		}
	}
	if len(body) > MaxBody {
		return nil, errLargeBody
	}
	return body, nil
}

// missing returns the length that the server announced where less than that came. More is no fault: the length counts
// the encoded body, which some recorders decode.
func (m *message) missing() int {
	want, err := strconv.Atoi(m.header.Get("Content-Length"))
	if err != nil || len(m.body) == 0 || m.status == http.StatusNotModified || len(m.body) >= want {
		return 0
	}
	return want
}

// beginsChunk says that a body begins with the size of a chunk in hexadecimal on a line of its own.
func beginsChunk(body []byte) bool {
	line, _, ok := bytes.Cut(body, []byte("\n"))
	size, _, _ := strings.Cut(strings.TrimSpace(string(line[:min(len(line), 64)])), ";")
	_, err := strconv.ParseUint(strings.TrimSpace(size), 16, 64)
	return ok && err == nil
}

// codings returns the content encodings in the order in which to undo them. A header may come twice, or empty.
func (m *message) codings() []string {
	var codings []string
	for value := range strings.SplitSeq(strings.Join(m.header["Content-Encoding"], ","), ",") {
		if value = strings.ToLower(strings.TrimSpace(value)); value != "" && value != "identity" {
			codings = append(codings, value)
		}
	}
	if len(codings) == 0 && !isGzipType(m.header.Get("Content-Type")) {
		return []string{"gzip"} // the header may be lost; a body that is no gzip stays as it is
	}
	slices.Reverse(codings)
	return codings
}

// undo takes one content encoding off a body, or returns it as it is where it is decoded already.
func undo(coding string, body []byte) ([]byte, error) {
	switch coding {
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(body, []byte(gzipMagic)) {
			return body, nil
		}
		return gunzip(body)
	case "deflate":
		return undeflate(body)
	}
	return nil, errors.New("not understood, only gzip and deflate")
}

// gunzip inflates one gzip member or several, and leaves out what follows them: servers append padding and notes.
func gunzip(body []byte) ([]byte, error) {
	in := bufio.NewReader(bytes.NewReader(body))
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, err
	}
	var out []byte
	for more := true; more; more = another(in) && z.Reset(in) == nil {
		z.Multistream(false)
		part, err := Read(z)
		if err != nil {
			return nil, noEOF(err)
		}
		if out = append(out, part...); len(out) > MaxBody {
			return nil, errLargeBody
		}
	}
	return out, nil
}

// another says that a gzip member follows.
func another(in *bufio.Reader) bool {
	next, err := in.Peek(len(gzipMagic))
	return err == nil && string(next) == gzipMagic
}

// undeflate inflates a body with a zlib head, as the standard wants it, or without one, as some servers send it. Text
// that is neither was decoded already.
func undeflate(body []byte) ([]byte, error) {
	if len(body) >= 2 && body[0]&0x0f == 8 && (int(body[0])<<8|int(body[1]))%31 == 0 {
		z, err := zlib.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		return Read(z)
	}
	out, err := Read(flate.NewReader(bytes.NewReader(body)))
	if err != nil && len(body) > 0 && (body[0] == '<' || body[0] == '{' || body[0] == '[') {
		return body, nil
	}
	return out, err
}

// isGzipType says that a body is meant to be a gzip file, rather than packed for the way.
func isGzipType(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && (strings.HasSuffix(media, "gzip") || media == "application/octet-stream")
}

// noEOF turns an end of input, which is none to be expected where it is called, into an error that says so.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
