package browser

import (
	"bytes"
	_ "embed" // the list
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

//go:embed blocked.json
var blockedText []byte

// blocklist names what measures visitors and shows them nothing.
type blocklist []blockedHost

// blockedHost is one row of blocked.json: a host with all that is below it, all of its paths or those with a beginning.
type blockedHost struct {
	Host   string `json:"host"`
	Path   string `json:"path,omitempty"`
	Source string `json:"source"` // who says so
}

// readBlocked reads a list strictly.
func readBlocked(text []byte) (blocklist, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	var list blocklist
	if err := d.Decode(&list); err != nil {
		return nil, fmt.Errorf("blocked.json: %w", err)
	}
	for _, b := range list {
		if b.Host == "" || b.Source == "" || b.Host != strings.ToLower(b.Host) || b.Path != "" && !strings.HasPrefix(b.Path, "/") {
			return nil, fmt.Errorf("blocked.json: %q%q: a row has a host in lower case, a source, and a path that begins with /", b.Host, b.Path)
		}
	}
	return list, nil
}

// holds reports whether an address is on the list.
func (l blocklist) holds(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := strings.ToLower(u.Hostname())
	for _, b := range l {
		if (host == b.Host || strings.HasSuffix(host, "."+b.Host)) && strings.HasPrefix(u.Path, b.Path) {
			return true
		}
	}
	return false
}
