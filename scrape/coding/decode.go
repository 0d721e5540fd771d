// Package coding puts encodings on an answer and takes them off: chunks, gzip, deflate, br, zstd, and several of them
// stacked. What it is given is bounded by what it may grow to. It is the home of the compression libraries, so what else
// is packed or unpacked goes through it.
package coding

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"net/http/httputil"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Decode returns the body of an answer with its transfer and content encodings undone. Recorders undo some of them and
// leave the headers as they were, so the headers say what to expect and the bytes decide. A body that is cut, or encoded in
// a way not known here, is an error. One that decodes to more than [MaxBody] bytes, or is a small thing that grows beyond
// all honest pages, is a [*LimitError]. The body may be returned as it is.
func Decode(status int, header http.Header, body []byte) ([]byte, error) {
	grow := limitOf(len(body))
	var err error
	transfer := words(header["Transfer-Encoding"])
	if slices.Contains(transfer, "chunked") && beginsChunk(body) {
		if body, err = grow.read(httputil.NewChunkedReader(bytes.NewReader(body))); err != nil {
			return nil, fmt.Errorf("chunked body: %w", err)
		}
	} else if want := missing(status, header, len(body)); want > 0 {
		return nil, fmt.Errorf("body ends after %d of %d bytes", len(body), want)
	}
	codings := slices.DeleteFunc(append(words(header["Content-Encoding"]), transfer...), func(name string) bool {
		return name == "identity" || name == "chunked"
	})
	if len(codings) > maxCodings {
		return nil, over("body has %d encodings, more than %d", len(codings), maxCodings)
	}
	for _, name := range slices.Backward(codings) {
		if body, err = undo(name, body, grow); err != nil {
			return nil, fmt.Errorf("content encoding %s: %w", name, err)
		}
	}
	if len(codings) == 0 {
		if body, err = undoUnnamed(header.Get("Content-Type"), body, grow); err != nil {
			return nil, err
		}
	}
	if len(body) > MaxBody {
		return nil, limit{bytes: MaxBody}.err()
	}
	return body, nil
}

// words returns the words of a header that lists them, in small letters. The header may come several times, or empty.
func words(values []string) []string {
	var words []string
	for _, value := range values {
		for word := range strings.SplitSeq(value, ",") {
			if word = strings.ToLower(strings.TrimSpace(word)); word != "" {
				words = append(words, word)
			}
		}
	}
	return words
}

// missing returns the length that the server announced where less than that came. More is no fault: the length counts
// the encoded body, which some recorders decode.
func missing(status int, header http.Header, got int) int {
	want, err := strconv.Atoi(header.Get("Content-Length"))
	if err != nil || got == 0 || status == http.StatusNotModified || got >= want {
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

// undoUnnamed undoes an encoding whose header was lost, where the bytes begin as nothing else does and the body is not
// meant to be a packed file.
func undoUnnamed(contentType string, body []byte, grow limit) ([]byte, error) {
	for _, name := range []string{"gzip", "zstd"} {
		if !begins(name, body) || isPackedType(contentType) {
			continue
		}
		out, err := undo(name, body, grow)
		if err != nil {
			return nil, fmt.Errorf("content encoding %s, which no header names: %w", name, err)
		}
		return out, nil
	}
	return body, nil
}

// isPackedType says that a body is meant to be a packed file, rather than packed for the way.
func isPackedType(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && (strings.HasSuffix(media, "gzip") || strings.HasSuffix(media, "zstd") || media == "application/octet-stream")
}

// isText says that a body which does not decode was decoded already: it is text throughout, as no packed body is.
func isText(body []byte) bool {
	switch kind := http.DetectContentType(body); {
	case strings.HasPrefix(kind, "text/html"), strings.HasPrefix(kind, "text/xml"):
		return true
	default:
		return strings.HasPrefix(kind, "text/plain") && utf8.Valid(body)
	}
}
