package har_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/har"
)

// FuzzOpen: whatever the bytes, a file opens or is refused; each capture is listed under a name of its own and opens as what
// was listed, or is damage or a failure; no body is over the cap. A file that the standard library reads as JSON is not called
// broken, and its bodies are read as the library reads them.
func FuzzOpen(f *testing.F) {
	f.Add(spoken(chrome))
	f.Add(spoken(firefox))
	f.Add(spoken(safari))
	f.Add(spoken(plain)[:900])
	f.Add(file(entry("a", "304", `{"text":"\ud83d\ude00\ud800\u00e9\n"}`), entry("a", "304", `{"size":9}`), entry("b", "0", `[]`)))
	f.Fuzz(func(t *testing.T, data string) {
		a, err := har.OpenBytes("fuzz", []byte(data))
		if err != nil {
			return
		}
		sound := json.Valid([]byte(strings.TrimPrefix(data, "\xef\xbb\xbf")))
		bodies := map[string]bool{}
		if sound {
			bodies = texts(data)
		}
		records := map[string]bool{}
		for c, err := range a.List(t.Context()) {
			if c.Record == "" || records[c.Record] {
				t.Fatalf("record %q has no name of its own", c.Record)
			}
			records[c.Record] = true
			if err != nil {
				check(t, err, sound)
				continue
			}
			p, err := a.Open(t.Context(), c)
			if err != nil {
				check(t, err, sound)
				continue
			}
			if p.URL != c.URL || p.Record != c.Record || p.Status < 100 || len(p.Body) > 32<<20 || p.Header.Get("Content-Encoding") != "" {
				t.Fatalf("Open(%+v) = %q, %q, status %d, %d bytes", c, p.URL, p.Record, p.Status, len(p.Body))
			}
			if text := string(p.Body); sound && len(bodies) > 0 && !strings.Contains(data, "ncoding") && text != "" && !bodies[string([]rune(text))] {
				t.Fatalf("body %q is none of %v", text, bodies)
			}
		}
	})
}

// check accepts what may come in place of a page.
func check(t *testing.T, err error, sound bool) {
	t.Helper()
	_, failed := errors.AsType[*scrape.FailedError](err)
	damage, damaged := errors.AsType[*scrape.DamagedError](err)
	if !failed && (!damaged || damage.Archive != "fuzz" || damage.What == "") {
		t.Fatalf("in place of a page: %v", err)
	}
	if damaged && sound && strings.Contains(damage.What, "the rest") {
		t.Fatalf("sound JSON is called broken: %v", err)
	}
}

// texts returns every string of a JSON text.
func texts(data string) map[string]bool {
	out := map[string]bool{}
	d := json.NewDecoder(strings.NewReader(strings.TrimPrefix(data, "\xef\xbb\xbf")))
	for {
		token, err := d.Token()
		if err != nil {
			return out
		}
		if s, ok := token.(string); ok {
			out[s] = true
		}
	}
}
