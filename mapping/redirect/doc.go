// Package redirect says where each old address should lead, and checks that it does.
//
// [New] takes what is known (the snapshot, a team's lists of addresses, redirects that are in place already, a [Policy]) and
// gives a [Map]: for each old address exactly one of
//
//   - redirect: it leads to the page that takes its place, in the same region;
//   - gone: nothing takes its place, and the server says so (410);
//   - pending: somebody has to decide first, so that no rule is written;
//   - ignored: it is no page of an old shop that anybody visits.
//
// The sums of a map close: what went in is what is in one of the four states, or was another spelling of an address that
// is. A map is judged without a network ([Map.Check]) or followed through servers and archives ([Follow], [Map.Judge]).
// Package mapping/redirect/format writes maps for web servers and reads the ones that are in place.
//
// What an address is to a shop is told by a [Knowledge]; the package itself knows no shop, asks no network and reads no file.
package redirect
