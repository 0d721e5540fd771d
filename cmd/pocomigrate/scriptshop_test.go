package main

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptShop is a shop on this machine whose pages are the files of a script. One of its addresses can be held back.
type scriptShop struct {
	held     string
	asked    chan struct{} // closed when the held address is asked for
	released chan struct{}
	once     sync.Once
}

func (s *scriptShop) hold(pages http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == s.held {
			s.once.Do(func() { close(s.asked) })
			select {
			case <-s.released:
			case <-r.Context().Done():
				return
			}
		}
		pages.ServeHTTP(w, r)
	})
}

// scriptShopKey finds the shop of a script among the values of its environment.
type scriptShopKey struct{}

// openShop is the command "shop FOLDER ADDRESS": it serves FOLDER, without an answer for ADDRESS, and puts where into $SHOP.
func openShop(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: shop FOLDER ADDRESS")
	}
	s := &scriptShop{held: args[1], asked: make(chan struct{}), released: make(chan struct{})}
	server := httptest.NewServer(s.hold(http.FileServer(http.Dir(ts.MkAbs(args[0])))))
	ts.Defer(func() {
		server.CloseClientConnections()
		server.Close()
	})
	ts.Setenv("SHOP", server.Listener.Addr().String())
	held, ok := ts.Value(scriptShopKey{}).(**scriptShop)
	if !ok {
		ts.Fatalf("the script has no place for a shop")
	}
	*held = s
}

// heldShop is the commands "shop-asked", which waits until the address that is held back was asked for, and "shop-answers", from
// which on it is answered.
func heldShop(do func(*testscript.TestScript, *scriptShop)) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		held, ok := ts.Value(scriptShopKey{}).(**scriptShop)
		if neg || len(args) != 0 || !ok || *held == nil {
			ts.Fatalf("usage: after shop FOLDER ADDRESS, without arguments")
		}
		do(ts, *held)
	}
}

func untilAsked(ts *testscript.TestScript, s *scriptShop) {
	select {
	case <-s.asked:
	case <-time.After(time.Minute):
		ts.Fatalf("nobody asked for %s", s.held)
	}
}

func release(_ *testscript.TestScript, s *scriptShop) { close(s.released) }
