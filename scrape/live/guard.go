package live

import (
	"net"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"
)

// privateError says that an address is not of the public internet and may not be connected to.
type privateError struct{ address string }

// Error names the address.
func (e *privateError) Error() string { return e.address + " is not a public address" }

// checkDial is the control of a dialer: it refuses addresses that are not public once the name is resolved, so that no name
// can lead anywhere else.
func checkDial(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return &privateError{address}
	}
	if !isPublic(at.Addr()) {
		return &privateError{at.Addr().String()}
	}
	return nil
}

// checkHost refuses the host of an address that is private as it stands there. Behind a proxy, which resolves names itself,
// it is the only check there is, so that it also refuses the ways of writing an IPv4 address that resolvers understand and
// package net does not: 127.1, 0x7f000001, 2130706433.
func checkHost(u *url.URL) error {
	host := strings.TrimRight(u.Hostname(), ".")
	if at, err := netip.ParseAddr(host); err == nil {
		if !isPublic(at) {
			return &privateError{at.String()}
		}
		return nil
	}
	labels := strings.FieldsFunc(host, func(c rune) bool {
		return strings.ContainsRune(".\u3002\uff0e\uff61", c) // the dots of internationalized names among them
	})
	if len(labels) == 0 {
		return &privateError{u.Hostname()}
	}
	last := labels[len(labels)-1]
	if first, _ := utf8.DecodeRuneInString(last); !unicode.IsLetter(first) || strings.EqualFold(last, "localhost") {
		return &privateError{host}
	}
	return nil
}

// special are the parts of the address space that are no one's on the internet, or are given to one network's own use
// (the registries of IPv4 and IPv6 special-purpose addresses, RFC 6890 and its followers). The addresses at which clouds
// tell machines about themselves, 169.254.169.254 and fd00:ec2::254, lie within.
var special = prefixes(
	"0.0.0.0/8",       // this network
	"10.0.0.0/8",      // private
	"100.64.0.0/10",   // behind a carrier's NAT
	"127.0.0.0/8",     // loopback
	"169.254.0.0/16",  // link-local
	"172.16.0.0/12",   // private
	"192.0.0.0/24",    // protocol assignments
	"192.0.2.0/24",    // documentation
	"192.88.99.0/24",  // 6to4 relays
	"192.168.0.0/16",  // private
	"198.18.0.0/15",   // benchmarks
	"198.51.100.0/24", // documentation
	"203.0.113.0/24",  // documentation
	"224.0.0.0/3",     // multicast, reserved, broadcast
	"2001::/23",       // protocol assignments, Teredo among them, which hides an IPv4 address
	"2001:db8::/32",   // documentation
	"3fff::/20",       // documentation
)

// global are the IPv6 addresses given out for the internet, outside of which none is public.
var global = prefixes("2000::/3")

// Prefixes within which an IPv6 address stands for the IPv4 address at an offset in it, in bytes.
var embedding = []struct {
	within []netip.Prefix
	at     int
}{
	{prefixes("64:ff9b::/96"), 12}, // NAT64 (RFC 6052)
	{prefixes("2002::/16"), 2},     // 6to4 (RFC 3056)
}

// isPublic says that an address is one of the public internet, as is the one that it may stand for.
func isPublic(a netip.Addr) bool {
	a = a.WithZone("").Unmap()
	for _, e := range embedding {
		if contains(e.within, a) {
			b := a.As16()
			return isPublic(netip.AddrFrom4([4]byte(b[e.at : e.at+4])))
		}
	}
	if a.Is6() && !contains(global, a) {
		return false
	}
	return a.IsValid() && !contains(special, a)
}

func contains(prefixes []netip.Prefix, a netip.Addr) bool {
	for _, p := range prefixes {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

func prefixes(text ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(text))
	for i, s := range text {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// isLoopback says that a dial address, with or without a port, is one of this machine as it stands there.
func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = strings.Trim(address, "[]")
	}
	at, err := netip.ParseAddr(host)
	return err == nil && at.Unmap().IsLoopback() || strings.EqualFold(host, "localhost")
}
