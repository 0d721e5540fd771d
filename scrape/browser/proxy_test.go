package browser_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape/browser"
)

// throughProxy starts a proxy that connects to a server which says what it hears, and asks it for a tunnel to a host.
func throughProxy(t *testing.T, patience time.Duration, host string) (browser.Proxy, net.Conn) {
	t.Helper()
	dial := func(context.Context, string, string) (net.Conn, error) {
		near, far := net.Pipe()
		go func() {
			_, _ = io.Copy(far, far) //nolint:errcheck // until either side ends
			_ = far.Close()          //nolint:errcheck // the same
		}()
		return near, nil
	}
	p, err := browser.NewProxy(dial, false, patience)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(p.Address(), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() }) //nolint:errcheck // a test may have closed it
	if _, err := io.WriteString(c, "CONNECT "+host+" HTTP/1.1\r\nHost: "+host+"\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	return p, c
}

// TestConnectionAheadOfItsRequest: Chromium connects while the request that it connects for is still at the gate. Such a
// connection waits for it, and is no refusal of the request.
func TestConnectionAheadOfItsRequest(t *testing.T) {
	t.Parallel()
	p, c := throughProxy(t, time.Minute, "shop.example:443")
	p.Let("https://other.example/")
	if err := c.SetReadDeadline(time.Now().Add(100 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if n, err := c.Read(make([]byte, 100)); n > 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("before the request is let through, the proxy says %d bytes, %v", n, err)
	}
	p.Let("https://shop.example/page")
	if err := c.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(c)
	answer, err := http.ReadResponse(in, &http.Request{Method: http.MethodConnect}) //nolint:bodyclose // an answer to CONNECT has none
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("once it is, the proxy answers %v, %v", answer, err)
	}
	if _, err := io.WriteString(c, "hello\n"); err != nil {
		t.Fatal(err)
	}
	if said, err := in.ReadString('\n'); err != nil || said != "hello\n" {
		t.Errorf("through the tunnel comes %q, %v", said, err)
	}
	// The end of the proxy is that of the tunnel.
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if said, err := in.ReadString('\n'); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("after the end of the proxy the tunnel says %q, %v", said, err)
	}
}

// TestConnectionWithoutARequest is refused in the end.
func TestConnectionWithoutARequest(t *testing.T) {
	t.Parallel()
	_, c := throughProxy(t, 10*time.Millisecond, "elsewhere.example:443")
	answer, err := http.ReadResponse(bufio.NewReader(c), &http.Request{Method: http.MethodConnect}) //nolint:bodyclose // it is refused
	if err != nil || answer.StatusCode != http.StatusBadGateway {
		t.Errorf("the proxy answers %v, %v, want status 502", answer, err)
	}
}

// TestProxyWithoutAConnection: a tunnel that cannot be made, or not be told of, is let go of.
func TestProxyWithoutAConnection(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		w      http.ResponseWriter
		closed bool
	}{
		{"nobody to take over", httptest.NewRecorder(), false},
		{"nobody listens any more", deaf{httptest.NewRecorder()}, false},
		{"the proxy has ended", hearing{httptest.NewRecorder()}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			near, far := net.Pipe()
			p, err := browser.NewProxy(func(context.Context, string, string) (net.Conn, error) { return near, nil }, false, time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			p.Let("https://shop.example/")
			if tt.closed {
				if err := p.Close(); err != nil {
					t.Fatal(err)
				}
			}
			r := httptest.NewRequest(http.MethodConnect, "https://shop.example:443", nil)
			r.Host = "shop.example:443"
			served := make(chan struct{})
			go func() {
				defer close(served)
				p.Handler().ServeHTTP(tt.w, r)
			}()
			if err := far.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
				t.Fatal(err)
			}
			if _, err := far.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
				t.Errorf("the connection to the shop is still open: %v", err)
			}
			far.Close() //nolint:errcheck // ends what is still open
			<-served
			if !tt.closed {
				if err := p.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// deaf gives a connection away whose other side has gone.
type deaf struct{ http.ResponseWriter }

func (deaf) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	near, far := net.Pipe()
	return near, nil, far.Close()
}

// hearing gives a connection away whose other side listens.
type hearing struct{ http.ResponseWriter }

func (hearing) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	near, far := net.Pipe()
	go io.Copy(io.Discard, far) //nolint:errcheck // until either side ends
	return near, nil, nil
}
