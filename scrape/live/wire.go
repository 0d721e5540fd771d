package live

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// request returns the request for an address, with the headers that are recorded. Since it names encodings itself, package
// net/http leaves the answer in them.
func (f *Fetcher) request(ctx context.Context, q query) *http.Request {
	r := (&http.Request{Method: http.MethodGet, URL: q.url, Host: q.url.Host, Header: make(http.Header, 6)}).WithContext(ctx)
	r.Header["User-Agent"] = []string{f.agent}
	r.Header["Accept"] = []string{"text/html,application/json;q=0.9,*/*;q=0.5"}
	r.Header["Accept-Encoding"] = []string{coding.AcceptEncoding}
	if isValue(q.ETag) {
		r.Header["If-None-Match"] = []string{q.ETag}
	}
	if isValue(q.LastModified) {
		r.Header["If-Modified-Since"] = []string{q.LastModified}
	}
	f.cookies.add(r)
	return r
}

// isValue says that a validator is there and may stand in a header: it may come from an archive of others.
func isValue(s string) bool {
	const longest = 1024
	return s != "" && len(s) <= longest && !strings.ContainsFunc(s, func(c rune) bool { return c < ' ' || c == 0x7f })
}

// unfitError says that an answer cannot be kept though nothing went wrong on the way.
type unfitError struct {
	what string
	err  error // the cause, may be nil
}

// Error says what is wrong, then the cause.
func (e *unfitError) Error() string {
	if e.err == nil {
		return e.what
	}
	return e.what + ": " + e.err.Error()
}

// Unwrap returns the cause.
func (e *unfitError) Unwrap() error { return e.err }

// bodyOf reads the body of an answer, as it came and decoded, and closes it. ctx is the request's. The error is for noBody.
func bodyOf(ctx context.Context, resp *http.Response, q query) (raw, body []byte, err error) {
	defer resp.Body.Close() //nolint:errcheck // what was read is checked, and the rest is not wanted
	switch {
	case resp.StatusCode < 200: // 101 would hand over the connection
		return nil, nil, &unfitError{what: "the status is none of an answer"}
	case resp.StatusCode == http.StatusNotModified && !isValue(q.ETag) && !isValue(q.LastModified):
		return nil, nil, &unfitError{what: "status 304, and no earlier answer was named"}
	case resp.ContentLength > coding.MaxBody:
		return nil, nil, &coding.LimitError{Over: fmt.Sprintf("body is larger than %d MiB", coding.MaxBody>>20)}
	}
	if raw, err = coding.Read(resp.Body); err != nil {
		return nil, nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err // a server that sees us go may end its answer early, and well-formed
	}
	if body, err = coding.Decode(resp.StatusCode, resp.Header, raw); err != nil {
		return nil, nil, &unfitError{"the answer does not decode", err}
	}
	return raw, body, nil
}
