package scrapetest

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// Client returns a client that is led to the server whatever host it asks for, over TLS in HTTP/2 or in plain HTTP as the
// address says. It follows no redirects and undoes gzip as clients of net/http do.
func (s *Server) Client() *http.Client {
	transport := &http.Transport{
		ForceAttemptHTTP2: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, s.Plain)
		},
		DialTLSContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			host, _, _ := net.SplitHostPort(address) //nolint:errcheck // a transport names both
			config := s.config.Clone()
			config.ServerName, config.NextProtos = host, []string{"h2", "http/1.1"}
			return (&tls.Dialer{Config: config}).DialContext(ctx, network, s.TLS)
		},
	}
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// certify makes the certificate of the TLS address and writes it to CertFile.
func (s *Server) certify(tb testing.TB) tls.Certificate {
	tb.Helper()
	key, noKey := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "scrapetest"},
		NotBefore: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC),
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true, IsCA: true,
		DNSNames: append([]string{"localhost"}, s.hosts...), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, noCertificate := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	s.CertFile = filepath.Join(tb.TempDir(), "server.pem")
	if err := errors.Join(noKey, noCertificate, os.WriteFile(s.CertFile, text, 0o600)); err != nil {
		tb.Fatalf("make a certificate: %v", err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(text)
	s.config = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// tunnel answers CONNECT with a way to one address, whatever was asked for.
type tunnel struct {
	to   string
	done <-chan struct{} // closes every way
	wg   sync.WaitGroup
}

// ServeHTTP returns when the way is closed, by either side or by done.
func (p *tunnel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.wg.Add(1) // before the server forgets the connection, so that wait counts it
	defer p.wg.Done()
	far, err := (&net.Dialer{}).DialContext(r.Context(), "tcp", p.to)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	near, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err) // HTTP/1.1 can always be hijacked
	}
	closed := make(chan struct{})
	hang := sync.OnceFunc(func() { close(closed) })
	var wg sync.WaitGroup
	carry := func(to io.Writer, from io.Reader) {
		defer hang()
		_, _ = io.Copy(to, from) //nolint:errcheck // a broken way is for the client to notice
	}
	if _, err := io.WriteString(near, "HTTP/1.1 200 Connection established\r\n\r\n"); err == nil {
		wg.Go(func() { carry(far, buffered) })
		wg.Go(func() { carry(near, far) })
		select {
		case <-p.done:
		case <-closed:
		}
	}
	_, _ = near.Close(), far.Close() //nolint:errcheck // one of them is closed already
	wg.Wait()
}

// wait returns when every way is closed.
func (p *tunnel) wait() { p.wg.Wait() }
