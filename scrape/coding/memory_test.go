package coding_test

import (
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// allocated returns how many bytes one run allocates on average.
func allocated(run func()) uint64 {
	const runs = 60
	var before, after runtime.MemStats
	for range 10 {
		run() // what is kept is made now
	}
	runtime.ReadMemStats(&before)
	for range runs {
		run()
	}
	runtime.ReadMemStats(&after)
	return (after.TotalAlloc - before.TotalAlloc) / runs
}

// TestToolsAreKept: compressors, readers and buffers are used again, so that a page costs little more than itself. It runs beside no
// other test. The bounds leave room for the race detector, which throws away every fourth of what is kept.
func TestToolsAreKept(t *testing.T) {
	decode := func(name, body string) func() {
		encoded, header := []byte(as(t, body, name)), http.Header{"Content-Encoding": {name}}
		return func() {
			if _, err := coding.Decode(http.StatusOK, header, encoded); err != nil {
				t.Error(err)
			}
		}
	}
	small := page + strings.Repeat("POCO F6 ", 100)
	var large strings.Builder
	for large.Len() < 400<<10 {
		large.WriteString(productPage())
	}
	member := make([]byte, 0, 1<<20)
	for _, tt := range []struct {
		name string
		run  func()
		most uint64 // bytes
	}{
		{"compressing a page", func() { coding.AppendGzip(member, []byte(small)) }, 400 << 10},
		{"a small page in gzip", decode("gzip", small), 90 << 10},
		{"a small page in br", decode("br", small), 90 << 10},
		{"a small page in zstd", decode("zstd", small), 90 << 10},
		{"a large page in gzip", decode("gzip", large.String()), 3 * uint64(large.Len())},
	} {
		got := allocated(tt.run)
		t.Logf("%s: %d bytes", tt.name, got)
		if got > tt.most {
			t.Errorf("%s allocates %d bytes, more than %d", tt.name, got, tt.most)
		}
	}
}
