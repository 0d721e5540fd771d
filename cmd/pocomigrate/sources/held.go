package sources

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/har"
	"github.com/pocomigrate/pocomigrate/scrape/mirror"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// Held is a page source that is on disk: it can tell all that it holds, and needs no network.
type Held interface {
	scrape.Fetcher
	scrape.Lister
	io.Closer
}

// OpenHeld opens a page source on disk by what it is: a folder is a mirror, a file that is named or begins as one a HAR, any
// other a WARC or WACZ. Base is the address of the top of a mirror that does not tell its host, "" for one that does. The caller closes it.
func OpenHeld(name, base string, shops *site.Shops) (Held, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		advice := "--from takes live, browser, wayback, a .wacz, .warc, .warc.gz or .har file, or a mirror folder"
		if near := hint.Nearest(name, []string{Live, Browser, Wayback}); near != "" {
			advice = "did you mean " + near + "? " + advice
		}
		return nil, hint.Add(err, advice)
	case err != nil:
		return nil, err
	case info.IsDir():
		return openMirror(name, base, shops)
	case strings.EqualFold(filepath.Ext(name), ".har") || beginsAsJSON(name):
		return har.Open(name)
	}
	return warc.Open(name)
}

// openMirror opens a folder of saved pages. What a file's name may stand for is decided by the shops' profiles.
func openMirror(name, base string, shops *site.Shops) (*mirror.Mirror, error) {
	m, err := mirror.Open(name, mirror.Options{Base: base, Knows: func(address string) bool {
		_, _, ok := shops.Place(address)
		return ok
	}})
	if errors.Is(err, mirror.ErrNoHost) {
		return nil, hint.Add(err, "say whose pages they are with --base https://www.po.co/")
	}
	return m, err
}

// beginsAsJSON reports whether a file begins as a JSON object does, which of all that is read is a HAR, whatever its name.
func beginsAsJSON(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false // who opens it next says why
	}
	defer f.Close() //nolint:errcheck // read-only
	begin := make([]byte, 512)
	n, _ := io.ReadFull(f, begin) //nolint:errcheck // a short file is looked at as far as it goes, and who opens it next says what is wrong with it
	text := bytes.TrimLeft(bytes.TrimPrefix(begin[:n], []byte("\xef\xbb\xbf")), " \t\r\n")
	return bytes.HasPrefix(text, []byte("{"))
}
