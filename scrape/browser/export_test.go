package browser

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/chromedp/cdproto/cdp"

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

// Visit is a visit whose browser is the test: it says what happens by Hear, and what it is told goes to its sessions.
type Visit struct {
	v            *visit
	gone, closed chan struct{}
}

// NewVisit returns the visit of an address. The sessions take what is said to the page and to the browser as a whole.
func NewVisit(o Options, url string, page, whole cdp.Session) (Visit, error) {
	s, err := New(o)
	if err != nil {
		return Visit{}, err
	}
	gone, closed := make(chan struct{}), make(chan struct{})
	way := &proxy{known: map[string]bool{}, news: make(chan struct{}), faults: map[string]error{}}
	v := s.newVisit(&process{agent: "Chromium", proxy: way, gone: gone}, url)
	v.tab = &tab{page: page, browser: whole, id: "tab", frame: "tab", detached: closed, lost: gone, dispose: func() {}}
	return Visit{v, gone, closed}, nil
}

// Another returns the visit of a further address from the same source.
func (v Visit) Another(url string) Visit {
	other := v.v.newVisit(v.v.process, url)
	other.tab = v.v.tab
	return Visit{other, v.gone, v.closed}
}

// Hear is visit.hear.
func (v Visit) Hear(ctx context.Context, event any) { v.v.hear(ctx, event) }

// Drive is visit.drive.
func (v Visit) Drive(ctx context.Context) { v.v.drive(ctx) }

// Watch is visit.watch.
func (v Visit) Watch(ctx context.Context) { v.v.watch(ctx) }

// Outcome is visit.outcome.
func (v Visit) Outcome() (*scrape.Page, error) { return v.v.outcome() }

// Opening takes the tab away, as it is before the browser has opened it.
func (v Visit) Opening() { v.v.tab = nil }

// Die ends the browser under the visit.
func (v Visit) Die() { close(v.gone) }

// Closed says that the tab is gone.
func (v Visit) Closed() { close(v.closed) }

// Leave is visit.leave.
func (v Visit) Leave(ctx context.Context) { v.v.leave(ctx, func() {}) }

// UnderWay returns how many requests have no answer yet: to addresses that are asked for the first time, and the others.
func (v Visit) UnderWay() (fresh, repeated int) {
	v.v.mu.Lock()
	defer v.v.mu.Unlock()
	return v.v.fresh, v.v.repeated
}

// Along returns the addresses whose answers were kept.
func (v Visit) Along() []string { return v.v.along }

// Received returns what a script got from an address and is kept, nil for nothing.
func (v Visit) Received(url string) *scrape.Page { return v.v.received.get(scrape.Canonical(url)) }

// IsLet reports whether the proxy connects to the host of an address.
func (v Visit) IsLet(url string) bool { return v.v.process.proxy.known[hostPort(url)] }

// NotConnected has the proxy know why the host of an address cannot be connected to.
func (v Visit) NotConnected(url string, why error) { v.v.process.proxy.faults[hostPort(url)] = why }

// Run is visit.run.
func (v Visit) Run(ctx context.Context) (*scrape.Page, error) { return v.v.run(ctx) }

// NoTab has the browser open no tabs, and returns how often that was given up.
func (v Visit) NoTab() *atomic.Int32 {
	given := &atomic.Int32{}
	v.v.process.newTab = func(func(any)) (context.Context, context.CancelFunc) {
		ctx, cancel := context.WithCancel(context.Background())
		return ctx, func() {
			given.Add(1)
			cancel()
		}
	}
	return given
}

// Prepare is tab.prepare.
func (v Visit) Prepare(ctx context.Context, agent, language string, room int64) error {
	return v.v.tab.prepare(ctx, agent, language, room)
}

// Agent is visit.agent.
func (v Visit) Agent() string { return v.v.agent() }

// Adopt gives a source a browser that runs until gone is closed, and that stop ends.
func (s *Source) Adopt(gone <-chan struct{}, stop func() error) {
	s.proc = &process{gone: gone, stop: stop}
}

// CameAlong is Source.cameAlong.
func (s *Source) CameAlong(page string, addresses []string) { s.cameAlong(page, addresses) }

// MaxAlong is maxAlong.
const MaxAlong = maxAlong

// Folder is folder.
type Folder struct{ f *folder }

// NewFolder is newFolder.
func NewFolder(parent string) (Folder, error) {
	f, err := newFolder(parent)
	return Folder{f}, err
}

// Path is folder.path.
func (f Folder) Path() string { return f.f.path }

// Abandon lets go of a folder as the end of its process does.
func (f Folder) Abandon() error { return f.f.lock.Close() }

// Remove is folder.remove.
func (f Folder) Remove() error { return f.f.remove() }

// Environment is folder.environment.
func Environment(path string) []string { return (&folder{path: path}).environment() }

// Handler is what the proxy does with a request.
func (p Proxy) Handler() http.Handler { return p.p }

// FirstLines is firstLines.
func FirstLines(text string) string { return firstLines(text) }

// Short is short.
func Short(words string) string { return short(words) }
