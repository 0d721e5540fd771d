package wayback_test

import (
	"bytes"
	"fmt"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/wayback"
)

// FuzzIndex reads any bytes as an answer of the index: a row that is understood is the same when it is written and read
// again, its address stays as it is, and its place in the archive leads back to it. However long the answer is, its faults
// stay few.
func FuzzIndex(f *testing.F) {
	f.Add([]byte("com,cnn)/ 20010410213930 http://www.cnn.com:80/ text/html 200 YTEQQRWKL47VHUWFV2NXX7XLEOHMNWZ6 12942\n\ncom%2Ccnn%29%2F+2001041400593%3A\n"))
	f.Add([]byte("co,po)/uk 20240523151545 https://www.po.co/uk/?a=%20b#c warc/revisit - A -\r\nx 20000012170449 http://[::1]:80/ unk 301 B 1"))
	f.Add([]byte("gov,epa)/ 20200418140810 http://mailto:a@epa.gov/ unk 301 3I 324\ngov 20200418005903 some/not/even/url/thing text/html 200 X 20887\n"))
	f.Add([]byte("k 20240101000000 https%3A%2F%2Fpo.co%2Fuk text/html 200 A 1\nk 20240101000000 http://po.co:80:80 text/html 200 A 1"))
	f.Fuzz(func(t *testing.T, body []byte) {
		addresses, faults, resume, err := wayback.ReadIndex(bytes.Clone(body))
		if lines := bytes.Count(body, []byte("\n")) + 1; addresses > lines || faults > min(lines, 21) || (err != nil && resume != "") {
			t.Fatalf("%d lines give %d addresses, %d faults, key %q, %v", lines, addresses, faults, resume, err)
		}
		for line := range bytes.SplitSeq(body, []byte("\n")) {
			row, ok := wayback.ParseRow(line)
			if !ok {
				continue
			}
			fields := row.Fields()
			again, ok := wayback.ParseRow([]byte("key " + strings.Join(fields, " ") + " 1"))
			if !ok || cmp.Diff(fields, again.Fields()) != "" {
				t.Fatalf("row %q read again: %q, %v", fields, again.Fields(), ok)
			}
			checkAddress(t, fields[1])
		}
	})
}

// checkAddress holds what must be true of every original.
func checkAddress(t *testing.T, original string) {
	t.Helper()
	address := wayback.Captured(original)
	if address == "" {
		return
	}
	if again := wayback.Captured(address); again != address {
		t.Fatalf("Captured(%q) = %q, and again %q", original, address, again)
	}
	if u, err := url.Parse(address); err != nil || u.Host == "" {
		t.Fatalf("Captured(%q) = %q: %v", original, address, err)
	}
	if canonical := scrape.Canonical(address); !strings.HasPrefix(canonical, "https://") {
		t.Fatalf("Captured(%q) = %q, whose canonical form is %q", original, address, canonical)
	}
	at := time.Date(2024, 5, 23, 15, 15, 45, 0, time.UTC)
	gotAt, got, ok := wayback.ParseMemento("https://web.archive.org" + wayback.MementoPath(at, address))
	if !ok || got != address || !gotAt.Equal(at) {
		t.Fatalf("the memento of %q leads to %q of %s, %v", address, got, gotAt, ok)
	}
}

// FuzzMemento takes any text apart as an address of the archive: what is found is part of the text or of its unescaped
// form, and whole.
func FuzzMemento(f *testing.F) {
	for _, seed := range []string{
		"https://web.archive.org/web/20240523151545id_/https://www.po.co/global/product/poco-f6/specs",
		"/web/2024/http://po.co/web/2023id_/https://x", "//web.archive.org/web/20240000000000*/https://po.co/",
		"https://web.archive.org/web/20240523151545id_/https%3A%2F%2Fpo.co%2Fuk", "/web/20240523151545id_/http%3a//%zz", "/web/", "/web/123456789012345id_/https://po.co/", "/web/2024id/https://po.co/",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		digits, mode, original := wayback.Splitting(address)
		if original == "" {
			return
		}
		if len(digits) == 0 || len(digits) > 14 || (mode != "" && len(mode) != 3) || !strings.Contains(strings.ToLower(original), "://") {
			t.Fatalf("%q is taken apart as %q, %q, %q", address, digits, mode, original)
		}
		if tail := "/web/" + digits + mode + "/" + original; !strings.HasSuffix(address, tail) && !strings.Contains(address, "%") {
			t.Fatalf("%q is taken apart as %q, %q, %q", address, digits, mode, original)
		}
		checkAddress(t, original)
	})
}

// indexOf returns an answer of the index with n rows: twenty captures of each address, half of them revisits.
func indexOf(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		status, media := "200", "text/html"
		if i%2 == 1 {
			status, media = "-", "warc/revisit"
		}
		fmt.Fprintf(&b, "co,po)/uk/product/poco-%07d 2024%02d01%06d https://www.po.co/uk/product/poco-%07d/ %s %s YTEQQRWKL47VHUWFV2NXX7XLEO%06d 12942\n",
			i/20, i%12+1, i%60, i/20, media, status, i%20/2)
	}
	return b.Bytes()
}

// BenchmarkIndex reads 100,000 rows about 5,000 addresses.
func BenchmarkIndex(b *testing.B) {
	body := indexOf(100_000)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if addresses, _, _, err := wayback.ReadIndex(body); addresses != 5000 || err != nil {
			b.Fatal(addresses, err)
		}
	}
}

// BenchmarkMemory holds as many addresses as a source remembers, three captures each.
func BenchmarkMemory(b *testing.B) {
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		kept := wayback.Fill(indexOf, 20)
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB-held")
		runtime.KeepAlive(kept)
	}
}
