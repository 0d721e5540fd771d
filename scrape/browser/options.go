package browser

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// Via is the name of this page source in exchanges and failures.
const Via = "browser"

// Gate decides what may be asked and makes the connections. It is called from several goroutines.
type Gate interface {
	// Enter waits until the address may be asked, as far as its host's pace and its robots.txt say. The caller calls
	// leave once, with the answer's status and headers, or with 0 and nil where none came. An error says that the address
	// may not be asked: a [*scrape.FailedError], or ctx's.
	Enter(ctx context.Context, url string) (leave func(status int, header http.Header), err error)
	// DialContext connects to "host:port" as a net.Dialer does, unless the address that the name resolves to is none
	// that a shop can have; that, too, is a [*scrape.FailedError].
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

// Recipe says how to tell that a page is there, and how to bring out all of it. The zero value waits until the document is
// complete and nothing more is under way.
type Recipe struct {
	// Selector finds something once the page is there.
	Selector string
	// Response, when not nil, is true of the canonical address whose answer the page needs. A page with a Selector and a
	// Response waits for both.
	Response func(url string) bool
	// Scroll scrolls to the end, as long as that brings anything new.
	Scroll bool
	// More is the selector of a button to click as long as that brings anything new, Clicks times at most.
	More   string
	Clicks int
	// Language is sent as Accept-Language and told to scripts; empty means "en".
	Language string
}

// Options say how to browse. Gate and Now are needed; the rest works as zero.
type Options struct {
	Gate Gate
	Now  func() time.Time // the time of what is recorded
	// Chromium is the path of the program; empty means the first one that [Find] finds.
	Chromium string
	Recorder scrape.Recorder         // nil records nothing
	Recipe   func(url string) Recipe // of an address as it was asked; nil means the zero recipe for all
	Agent    string                  // appended to Chromium's own user agent: who asks, and where to write to
	Log      *slog.Logger            // is told what was refused to pages that came out all the same; nil discards it
	Tabs     int                     // pages open at once; 0 means 2
	// AnyCertificate accepts every certificate, as is needed for stand-ins on this machine. Connections to other machines
	// are refused then.
	AnyCertificate bool
	// PageTime is what a page may take, the Gate's waits not counted; 0 means a minute. After a sixth of it a page that has
	// its marker and does not come to rest is taken as it is.
	PageTime time.Duration
	Rest     time.Duration // how long nothing happens on a page without its marker before it is taken as it is; 0 means 4s
	Requests int           // what a page may ask for; 0 means 300
	MaxBody  int           // bytes of one answer and of a rendered document; 0 means [coding.MaxBody]
	Folder   string        // where the browser's folder is made; empty means that of the system for temporary files
}

// filled returns the options with their defaults.
func (o Options) filled() (Options, error) {
	if o.Gate == nil || o.Now == nil {
		return o, errors.New("browser: options without a gate or a clock")
	}
	if o.Chromium == "" {
		path, err := Find()
		if err != nil {
			return o, err
		}
		o.Chromium = path
	} else if _, err := os.Stat(o.Chromium); err != nil {
		return o, err
	}
	if o.Recipe == nil {
		o.Recipe = func(string) Recipe { return Recipe{} }
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.Tabs = cmp.Or(o.Tabs, 2)
	o.PageTime = cmp.Or(o.PageTime, time.Minute)
	o.Rest = cmp.Or(o.Rest, 4*time.Second)
	o.Requests = cmp.Or(o.Requests, 300)
	o.MaxBody = cmp.Or(o.MaxBody, coding.MaxBody)
	o.Folder = cmp.Or(o.Folder, os.TempDir())
	return o, nil
}
