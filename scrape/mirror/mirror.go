package mirror

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// Options say what a folder cannot say itself. The zero value works for a copy with host folders.
type Options struct {
	// Base is the address of what stands at the top of the folder, "https://www.po.co/", for a copy without host folders.
	Base string
	// Knows reports whether an address, in canonical form, is one that the caller has a use for. It decides where the name of
	// a file may stand for several. Nil knows none.
	Knows func(address string) bool
}

// Mirror is an opened mirror folder. It is a [scrape.Fetcher] and a [scrape.Lister] over the pages in it, and may be used
// from several goroutines.
type Mirror struct {
	name     string
	root     *os.Root
	entries  []*entry
	byRecord map[string]*entry
	byURL    map[string][]*entry // by canonical address, newest first
}

var (
	_ scrape.Fetcher = (*Mirror)(nil)
	_ scrape.Lister  = (*Mirror)(nil)
)

// entry is one capture, or what stands in its place.
type entry struct {
	url    string
	record string // path in the mirror, or line of HTTrack's list
	file   string // path in the mirror to read; "" for none
	time   time.Time
	status int
	media  string // type that the mirror records; "" for one to be found out

	failed *scrape.FailedError
	fault  string
	cause  error
}

// Open opens the mirror in a folder and works out what it holds. What cannot be read is no error here: List yields it. A
// folder that does not tell whose pages it holds is an error that wraps [ErrNoHost]. It stays open until Close.
func Open(dir string, o Options) (*Mirror, error) {
	full, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open mirror %s: %w", dir, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	m := &Mirror{name: filepath.Base(full), root: root, byRecord: map[string]*entry{}, byURL: map[string][]*entry{}}
	if err := m.index(o); err != nil {
		return nil, errors.Join(fmt.Errorf("open mirror %s: %w", dir, err), root.Close())
	}
	return m, nil
}

// Name returns the name of the folder.
func (m *Mirror) Name() string { return m.name }

// Close closes the folder. Pages already read stay good.
func (m *Mirror) Close() error { return m.root.Close() }
