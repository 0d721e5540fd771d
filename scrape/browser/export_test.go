package browser

import (
	"net/http"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// What tests look at from outside of the package.
var (
	ReadBlocked = readBlocked
	FindWith    = find
	UsualPlaces = usualPlaces
	InUTF8      = inUTF8
	IsInward    = isInward
)

// IsBlocked reports whether the built-in list holds an address.
func IsBlocked(address string) (bool, error) {
	list, err := readBlocked(blockedText)
	return list.holds(address), err
}

// Decoded returns the headers of a body that Chromium has decoded.
func Decoded(h http.Header) http.Header { return decoded(h) }

// FolderPattern matches the folders of browsers.
const FolderPattern = folderPattern

// Store is store.
type Store struct{ s *store }

// NewStore is newStore.
func NewStore(room int) Store { return Store{newStore(room)} }

// Get is store.get.
func (s Store) Get(key string) *scrape.Page { return s.s.get(key) }

// Put is store.put.
func (s Store) Put(key string, p *scrape.Page) { s.s.put(key, p) }
