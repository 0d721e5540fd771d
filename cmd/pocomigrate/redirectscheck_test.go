package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// planted are redirects in place with one fault each, by the last part of their address.
const planted = `Redirect from,Redirect to
/uk/loop-a,http://www.po.co/uk/loop-b/
/uk/loop-b,http://www.po.co/uk/loop-a
/uk/self/,http://po.co/uk/self
/uk/chain,http://www.po.co/uk/product/poco-f6/
/uk/soft,https://www.mi.com/uk/errors/404
/uk/bare,https://www.mi.com/uk/
/uk/category,https://www.mi.com/uk/product-list/poco/
/uk/says-404,https://www.mi.com/uk/product/poco-x7/
/uk/abroad,https://www.mi.com/de/product/poco-x7/
/uk/elsewhere,https://shop.example/uk/
/uk/missing,https://www.mi.com/uk/product/poco-z9/
/uk/dead,http://www.po.co/uk/product/poco-m4-pro/
`

// plantedFaults is what is found of each without asking anybody, and by asking servers.
var plantedFaults = map[string]struct{ alone, asked []string }{
	"loop-a":    {[]string{"loop"}, []string{"loop"}},
	"loop-b":    {[]string{"loop"}, []string{"loop"}},
	"self":      {[]string{"self"}, []string{"loop", "self"}},
	"chain":     {[]string{"chain"}, []string{"chain"}},
	"soft":      {[]string{"soft-404", "target-missing"}, []string{"soft-404", "target-dead", "target-missing"}},
	"bare":      {[]string{"soft-404"}, []string{"soft-404"}},
	"category":  {[]string{"soft-404"}, []string{"soft-404"}},
	"says-404":  {nil, []string{"soft-404"}},
	"abroad":    {[]string{"region-crossed"}, []string{"region-crossed"}},
	"elsewhere": {[]string{"foreign-target"}, []string{"foreign-target", "unknown"}},
	"missing":   {[]string{"target-missing"}, []string{"target-dead", "target-missing"}},
	"dead":      {[]string{"target-dead"}, []string{"target-dead"}},
}

// TestPlantedFaultsAreFound: redirects check finds each planted fault and no other, by the map alone and by asking nginx for
// the old hosts and a stand-in for the new one.
func TestPlantedFaultsAreFound(t *testing.T) {
	t.Parallel()
	dir, m := sampleMap(t)
	existing := filepath.Join(t.TempDir(), "planted.csv")
	write(t, existing, planted)
	args := []string{"--run", dir, "--existing", existing, "--host", "www.po.co"}
	alone := checkRedirects(t, statusNo, args...)
	for name, want := range plantedFaults {
		if d := cmp.Diff(want.alone, alone["https://po.co/uk/"+name]); d != "" {
			t.Errorf("by the map alone, %s (-want +found):\n%s", name, d)
		}
	}
	for address, ids := range alone {
		if !strings.HasPrefix(address, "https://po.co/uk/") && !slices.Equal(ids, []string{"shop-open"}) {
			t.Errorf("by the map alone, %s: %v, and nothing was planted there", address, ids)
		}
	}
	status, _, said := output(t, append([]string{"redirects", "export", "nginx"}, args...)...)
	if status != statusNo || !strings.Contains(said, "error: loop: https://po.co/uk/loop-a") {
		t.Errorf("export of a map with faults ends with %d:\n%s", status, said)
	}

	nginx := webServers[0].start(t, []byte(command(t, append([]string{
		"redirects", "export", "nginx", "-q", "--allow", "loop,self,soft-404,region-crossed,foreign-target,target-missing,target-dead",
	}, args...)...)))
	shop := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/uk/product/poco-x7/"):
			fmt.Fprint(w, "<title>404 - Xiaomi UK</title>")
		case r.URL.Path == "/robots.txt" || strings.Contains(r.URL.Path, "poco-z9") || strings.Contains(r.URL.Path, "errors"):
			http.NotFound(w, r)
		default:
			fmt.Fprint(w, "<title>POCO</title><h1>POCO</h1>")
		}
	}))
	t.Cleanup(shop.Close)
	network := []string{"--from", "live", "--scheme", "http", "--allow-private", "--rate", "0", "--concurrency", "8", "--connect-to", "www.mi.com=" + shop.Listener.Addr().String()}
	for _, h := range m.Hosts {
		for _, spelling := range h.Spellings {
			network = append(network, "--connect-to", spelling+"="+nginx)
		}
	}
	// The stand-in of elsewhere refuses to be connected to.
	network = append(network, "--connect-to", "shop.example=127.0.0.1:1")
	asked := checkRedirects(t, statusNo, slices.Concat(args, network)...)
	for name, want := range plantedFaults {
		if d := cmp.Diff(want.asked, asked["https://po.co/uk/"+name]); d != "" {
			t.Errorf("asked, %s (-want +found):\n%s", name, d)
		}
	}
	for address, ids := range asked {
		if !strings.HasPrefix(address, "https://po.co/uk/") && !slices.Equal(ids, []string{"shop-open"}) {
			t.Errorf("asked, %s: %v, and nothing was planted there", address, ids)
		}
	}
}

// checkRedirects runs redirects check and returns the sorted ids of what it finds, by address.
func checkRedirects(t *testing.T, want int, args ...string) map[string][]string {
	t.Helper()
	status, out, said := output(t, append([]string{"redirects", "check", "--json", "-q"}, args...)...)
	if status != want {
		t.Fatalf("redirects check ends with %d, want %d:\n%s%s", status, want, said, out)
	}
	found := map[string][]string{}
	for line := range strings.Lines(out) {
		var f redirectFinding
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatal(err)
		}
		if f.Kind != "summary" {
			found[f.Address] = append(found[f.Address], f.ID)
		}
	}
	for _, ids := range found {
		slices.Sort(ids)
	}
	return found
}

// TestServersOtherThanTheMap: what a server does other than the map says is found, and a server that refuses leaves nothing
// but gaps.
func TestServersOtherThanTheMap(t *testing.T) {
	dir, m := sampleMap(t)
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
		status int
		want   map[string][]string
	}{
		{"everything to the front page", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://www.mi.com/uk/", http.StatusFound)
		}, statusNo, map[string][]string{
			"https://po.co/uk":                                {"temporary"},
			"https://po.co/uk/product/poco-f6":                {"soft-404", "temporary", "wrong-target"},
			"https://po.co/uk/product/poco-m4-pro":            {"not-gone"},
			"https://po.co/de/product/poco-c65":               {"region-crossed", "soft-404", "temporary", "wrong-target"},
			"https://po.co/uk/product/poco-x3-pro/buy?gid=42": nil,
		}},
		{"nothing leads on", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<h1>It works</h1>") }, statusNo, map[string][]string{
			"https://po.co/uk/product/poco-f6":     {"not-redirected"},
			"https://po.co/uk/product/poco-m4-pro": {"not-gone"},
		}},
		{"not found", http.NotFound, statusNo, map[string][]string{
			"https://po.co/uk/product/poco-f6":     {"not-redirected"},
			"https://po.co/uk/product/poco-m4-pro": {"gone-as-404"},
		}},
		{"round and round", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"x", http.StatusMovedPermanently)
		}, statusNo, map[string][]string{
			"https://po.co/uk/product/poco-f6": {"too-many-hops"},
		}},
		{"refused", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, statusGaps, map[string][]string{
			"https://po.co/uk/product/poco-f6": {"unknown"},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					http.NotFound(w, r)
					return
				}
				tt.answer(w, r)
			}))
			defer s.Close()
			args := []string{"--run", dir, "--from", "live", "--scheme", "http", "--allow-private", "--rate", "0", "--concurrency", "8", "--old-only"}
			for _, h := range m.Hosts {
				for _, spelling := range h.Spellings {
					args = append(args, "--connect-to", spelling+"="+s.Listener.Addr().String())
				}
			}
			found := checkRedirects(t, tt.status, args...)
			for address, want := range tt.want {
				if d := cmp.Diff(want, found[address]); d != "" {
					t.Errorf("%s (-want +found):\n%s", address, d)
				}
			}
		})
	}
}

// TestDeadline: what was not asked when the time is over is unknown, and nothing is concluded from it.
func TestDeadline(t *testing.T) {
	dir, m := sampleMap(t)
	found := checkRedirects(t, statusGaps, "--run", dir, "--from", "live", "--allow-private", "--deadline", "1ns")
	for _, r := range m.Rules {
		if ids := found[r.From.URL()]; r.Answers() && !slices.Contains(ids, "unknown") {
			t.Errorf("%s: %v", r.From.URL(), ids)
		}
	}
}

// TestNginxBucket: nginx takes the size of buckets that is written for a key of any length, and no smaller one that it
// could be.
func TestNginxBucket(t *testing.T) {
	t.Parallel()
	binary, err := exec.LookPath("nginx")
	if err != nil {
		t.Skip("nginx is not installed here; Debian's package of it has it")
	}
	dir, _ := sampleMap(t)
	folder := t.TempDir()
	size := func(exported string) (n int) {
		_, rest, _ := strings.Cut(exported, "map_hash_bucket_size ")
		if _, err := fmt.Sscanf(rest, "%d", &n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	accepts := func(text string) bool {
		config := filepath.Join(folder, "config")
		write(t, config, "pid "+folder+"/pid;\nerror_log stderr;\nevents {}\nhttp {\n"+text+"\n}\n")
		said, err := exec.CommandContext(t.Context(), binary, "-t", "-c", config, "-e", "stderr", "-p", folder).CombinedOutput()
		if err != nil && !strings.Contains(string(said), "map_hash_bucket_size") {
			t.Fatalf("%s", said)
		}
		return err == nil
	}
	for _, length := range []int{100, 103, 104, 105, 106, 230, 232, 233, 240, 480, 1000, 4080} {
		existing := filepath.Join(folder, "existing.csv")
		write(t, existing, "old_url,new_url\nhttps://po.co/uk/"+strings.Repeat("x", length)+",https://www.mi.com/uk/product/poco-x7/\n")
		exported := command(t, "redirects", "export", "nginx", "-q", "--run", dir, "--existing", existing)
		n := size(exported)
		if !accepts(exported) {
			t.Errorf("a key of %d bytes: nginx refuses buckets of %d", length+9, n)
		}
		if accepts(strings.Replace(exported, fmt.Sprintf("bucket_size %d", n), fmt.Sprintf("bucket_size %d", n/2), 1)) {
			t.Errorf("a key of %d bytes: nginx would take buckets of %d, and %d are written", length+9, n/2, n)
		}
	}
}

// TestLongestKey: a rule that just fits is answered by the real server, and one of a byte more is not written.
func TestLongestKey(t *testing.T) {
	dir, _ := sampleMap(t)
	const target = "https://www.mi.com/uk/product/poco-x7/"
	for i, longest := range map[int]int{0: 4095 - len(`""`) - len("po.co/uk/"), 1: 1024 - 1 - len("po.co/uk/ ") - len(target) - 1} {
		s := webServers[i]
		t.Run(s.format, func(t *testing.T) {
			existing := filepath.Join(t.TempDir(), "existing.csv")
			long := strings.Repeat("x", longest)
			write(t, existing, "old_url,new_url\nhttps://po.co/uk/"+long+","+target+"\n")
			args := []string{"redirects", "export", s.format, "--run", dir, "--existing", existing}
			status, exported, said := output(t, args...)
			if status != 0 {
				t.Fatalf("export ends with %d:\n%s", status, said)
			}
			resp, err := asking(s.start(t, []byte(exported))).Get("http://po.co/uk/" + long)
			if err != nil {
				t.Fatal(err)
			}
			if err := resp.Body.Close(); err != nil || resp.Header.Get("Location") != target {
				t.Errorf("the longest key: %d %q, %v", resp.StatusCode, resp.Header.Get("Location"), err)
			}
			write(t, existing, "old_url,new_url\nhttps://po.co/uk/"+long+"x,"+target+"\n")
			status, exported, said = output(t, args...)
			if status != statusNo || exported != "" || !strings.Contains(said, "key-too-long") {
				t.Errorf("a longer key: status %d, %d bytes written:\n%s", status, len(exported), said)
			}
		})
	}
}
