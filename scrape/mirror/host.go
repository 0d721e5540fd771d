package mirror

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"path"
	"regexp"
	"strings"
)

// place is a folder of the mirror whose files belong to one host.
type place struct {
	folder string // with slashes, "." for the top
	base   string // address that the folder stands for, without a final slash
}

// below returns the path of a file as seen from the place, "" for the place itself.
func (p place) below(name string) string {
	if p.folder == "." {
		return name
	}
	return strings.TrimPrefix(strings.TrimPrefix(name, p.folder), "/")
}

// ErrNoHost says that nothing in a folder tells whose pages they are.
var ErrNoHost = errors.New("no folder in it is named for a host, as www.po.co is")

// places finds out which hosts the mirror holds. Name is what the mirror itself is called.
func places(top fs.FS, name, base string) ([]place, error) {
	if base != "" {
		u, err := url.Parse(base)
		if err != nil || !isWeb(base) || u.RawQuery != "" {
			return nil, fmt.Errorf("base %q: it must be an address such as https://www.po.co/", base)
		}
		return []place{{".", strings.TrimRight(u.Scheme+"://"+u.Host+u.EscapedPath(), "/")}}, nil
	}
	var found []place
	for _, in := range []struct{ folder, scheme string }{{".", "https"}, {"http", "http"}, {"https", "https"}} {
		if info, err := fs.Stat(top, in.folder); err != nil || !info.IsDir() {
			continue
		}
		below, err := hosts(top, in.folder, in.scheme)
		if err != nil {
			return nil, err
		}
		found = append(found, below...)
	}
	if host, ok := parseHost(name); ok && len(found) == 0 {
		found = append(found, place{".", "https://" + host})
	}
	if len(found) == 0 {
		return nil, ErrNoHost
	}
	return found, nil
}

// hosts returns the folders in one that are named for hosts.
func hosts(top fs.FS, in, scheme string) ([]place, error) {
	names, err := fs.ReadDir(top, in)
	if err != nil {
		return nil, err
	}
	var out []place
	for _, e := range names {
		// A link is kept, to be reported when it is not followed.
		if host, ok := parseHost(e.Name()); ok && !e.Type().IsRegular() {
			out = append(out, place{path.Join(in, e.Name()), scheme + "://" + host})
		}
	}
	return out, nil
}

// domain is a host name whose last label is none of numbers, as those of versions and dates are.
var domain = regexp.MustCompile(`^([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+([a-z]{2,}|xn--[a-z0-9-]+)$`)

// parseHost reads the name of a folder as a host, with a port behind a colon or, as wget writes it on Windows, a plus sign.
func parseHost(name string) (string, bool) {
	host, port, hasPort := strings.Cut(strings.Replace(name, "+", ":", 1), ":")
	if hasPort && (port == "" || strings.Trim(port, "0123456789") != "" || len(port) > 5) {
		return "", false
	}
	lower := strings.ToLower(host)
	if !domain.MatchString(lower) && lower != "localhost" && net.ParseIP(host) == nil {
		return "", false
	}
	if hasPort {
		lower += ":" + port
	}
	return lower, true
}
