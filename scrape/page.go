package scrape

import (
	"mime"
	"net/http"
	"strings"
	"time"
)

// Page is one captured answer, with transfer and content encodings undone. The body's character set is as it came.
type Page struct {
	URL    string      // the address that was asked, as the source holds it
	Status int         // HTTP status; 200 for a resource record, which has none
	Header http.Header // the answer's headers, nil where the source holds none
	Body   []byte      // decoded; never more than the source's cap
	Time   time.Time   // when it was captured, in UTC; zero where the source does not say
	// Archive names the file or source that held the capture, without its folder; Record is its identifier there.
	Archive, Record string
}

// MediaType returns the type and subtype of the Content-Type header in lower case, "" where there is none.
func (p *Page) MediaType() string {
	media, _, err := mime.ParseMediaType(p.ContentType())
	if err != nil {
		media, _, _ = strings.Cut(p.ContentType(), ";")
	}
	return strings.ToLower(strings.TrimSpace(media))
}

// ContentType returns the whole Content-Type header, with its charset, or "".
func (p *Page) ContentType() string { return p.Header.Get("Content-Type") }

// Location returns where a redirect leads as the server wrote it, or "" for any other status.
func (p *Page) Location() string {
	if p.Status < 300 || p.Status > 399 {
		return ""
	}
	return p.Header.Get("Location")
}
