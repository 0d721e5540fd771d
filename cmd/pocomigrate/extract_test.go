package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
)

// shopFront answers as a small shop does: a product page under another address than the one that is linked, one that is not
// there, one that redirects for ever, one that leads to no page, and one that robots.txt closes.
func shopFront(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "User-agent: *\nDisallow: /closed\n")
	})
	mux.Handle("/old", http.RedirectHandler("/p/1", http.StatusMovedPermanently))
	mux.Handle("/mail", http.RedirectHandler("mailto:lamps@example.com", http.StatusFound))
	mux.Handle("/round", http.RedirectHandler("/round", http.StatusFound))
	mux.HandleFunc("/p/1", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<html lang="de"><title>Lampe</title><h1>Lampe Nova</h1><img src="/i/nova.png">
<script type="application/ld+json">{"@type":"Product","name":"Lampe Nova","brand":"Nova","sku":"LN-7","mpn":"N7","gtin13":"4006381333931",
"image":"/i/nova.png","offers":{"price":"1299.00","priceCurrency":"EUR","availability":"https://schema.org/InStock"}}</script></html>`)
	})
	mux.HandleFunc("/empty", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html><p>nothing here</html>") })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// extracted runs extract on an address and returns its status, the last line of its output, and what it said.
func extracted(t *testing.T, args ...string) (status int, last map[string]any, said string) {
	t.Helper()
	var out, err bytes.Buffer
	s := terminal.Streams{In: strings.NewReader(""), Out: &out, Err: &err, Env: func(string) (string, bool) { return "", false }, Now: time.Now}
	status = run(t.Context(), append([]string{"extract"}, args...), s)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if text := lines[len(lines)-1]; text != "" {
		if err := json.Unmarshal([]byte(text), &last); err != nil {
			t.Fatalf("last line %q: %v", text, err)
		}
	}
	for _, line := range lines[:len(lines)-1] {
		var v map[string]any
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("line %q: %v", line, err)
		}
		for _, name := range []string{"field", "text", "source", "locator", "confidence"} {
			if v["kind"] == "value" && v[name] == nil {
				t.Errorf("line %q has no %s", line, name)
			}
		}
	}
	return status, last, err.String()
}

// TestExtractAddress asks a shop on the loopback interface for a page, as for one on the network; it has to be allowed to.
func TestExtractAddress(t *testing.T) {
	shop := shopFront(t)
	status, product, said := extracted(t, "--allow-private", "--rate", "1000", shop+"/old")
	want := map[string]any{
		"kind": "product", "name": "Lampe Nova", "brand": "Nova", "sku": "LN-7", "gtin": "4006381333931", "mpn": "N7",
		"price": "1299.00", "currency": "EUR", "availability": "in_stock", "image_link": shop + "/i/nova.png",
	}
	if status != statusFine {
		t.Errorf("status %d: %s", status, said)
	}
	if d := cmp.Diff(want, product); d != "" {
		t.Errorf("product (-want +got):\n%s", d)
	}
	_, product, _ = extracted(t, "--allow-private", "--rate", "1000", "--url", "https://lamps.example/p/1", shop+"/old")
	if got := product["image_link"]; got != "https://lamps.example/i/nova.png" {
		t.Errorf("of a page that is said to be of another address, the picture is %v", got)
	}
	for _, tt := range []struct {
		name   string
		args   []string
		status int
		said   string
	}{
		{"not allowed", []string{shop + "/p/1"}, statusTrouble, "is not a public address"},
		{"not there", []string{"--allow-private", "--rate", "1000", shop + "/p/2"}, statusTrouble, "status 404"},
		{"closed to robots", []string{"--allow-private", "--rate", "1000", shop + "/closed/1"}, statusTrouble, "robots.txt"},
		{"round and round", []string{"--allow-private", "--rate", "1000", shop + "/round"}, statusTrouble, "more than 10 redirects"},
		{"to no page", []string{"--allow-private", "--rate", "1000", shop + "/mail"}, statusTrouble, `redirects to "mailto:lamps@example.com"`},
		{"no product", []string{"--allow-private", "--rate", "1000", shop + "/empty"}, statusNo, "no product"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			status, _, said := extracted(t, tt.args...)
			if status != tt.status || !strings.Contains(said, tt.said) {
				t.Errorf("status %d, want %d, saying %q: %s", status, tt.status, tt.said, said)
			}
		})
	}
}

// TestExtractHuge: a file that is larger than any page is not read on.
func TestExtractHuge(t *testing.T) {
	name := filepath.Join(t.TempDir(), "dump.html")
	write(t, name, "")
	if err := os.Truncate(name, maxPageFile+1); err != nil {
		t.Fatal(err)
	}
	if status, _, said := extracted(t, name); status != statusTrouble || !strings.Contains(said, "dump.html: more than the 32 MiB that a page may have") {
		t.Errorf("status %d: %s", status, said)
	}
}
