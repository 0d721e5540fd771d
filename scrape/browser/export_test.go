package browser

import (
	"context"
	"net"
	"net/http"
	"time"

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

// Proxy is proxy.
type Proxy struct{ p *proxy }

// NewProxy is newProxy, of a proxy on which connections wait for so long to be let through.
func NewProxy(dial func(ctx context.Context, network, address string) (net.Conn, error), inside bool, patience time.Duration) (Proxy, error) {
	p, err := newProxy(dial, inside)
	if err == nil {
		p.patience = patience
	}
	return Proxy{p}, err
}

// Address is proxy.address.
func (p Proxy) Address() string { return p.p.address() }

// Let is proxy.let.
func (p Proxy) Let(address string) { p.p.let(address) }

// Close is proxy.close.
func (p Proxy) Close() error { return p.p.close() }

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
