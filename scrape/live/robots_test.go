package live

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// verdict is one row of the public robots.txt test sets.
type verdict struct {
	Source, Test, Robots, Agent, URL, Kind, Policy string
	RobotsB64                                      string `json:"robots_b64"`
	Allowed                                        bool
	GoogleSpecific                                 bool  `json:"google_specific"`
	GoogleReference                                *bool `json:"google_reference"`
}

// TestRobotsVerdicts holds the parser to the core rows of four public test sets: those whose authors and the reference
// parser agree and which are not about one search engine alone.
func TestRobotsVerdicts(t *testing.T) {
	files, err := filepath.Glob("../../../shared/data/robots/*.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("the public robots.txt test sets are not at ../shared/data/robots")
	}
	rows := 0
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 4<<20)
		for lines.Scan() {
			var v verdict
			if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
				continue // rows about other things than verdicts have other types
			}
			if v.URL == "" || v.GoogleSpecific || v.GoogleReference == nil || *v.GoogleReference != v.Allowed {
				continue
			}
			rows++
			check(t, v)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if rows < 800 {
		t.Errorf("only %d verdicts were read", rows)
	}
	t.Logf("%d verdicts", rows)
}

func check(t *testing.T, v verdict) {
	t.Helper()
	text := []byte(v.Robots)
	if v.RobotsB64 != "" {
		var err error
		if text, err = base64.StdEncoding.DecodeString(v.RobotsB64); err != nil {
			t.Fatal(err)
		}
	}
	if got := parseRobots(text).allows(v.Agent, pathOf(v.URL)); got != v.Allowed {
		t.Errorf("%s %s: %s may fetch %s = %v, want %v", v.Source, v.Test, v.Agent, v.URL, got, v.Allowed)
	}
}

// pathOf returns path and query of an address as they are written, without the escaping that package net/url adds.
func pathOf(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest[len(rest)-len(strings.TrimLeft(rest, "/")):]
		if i := strings.IndexAny(address, "/?"); i >= 0 {
			address = address[i:]
		} else {
			address = ""
		}
	}
	address, _, _ = strings.Cut(address, "#")
	if !strings.HasPrefix(address, "/") {
		address = "/" + address
	}
	return address
}
