package coding_test

import (
	"bytes"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
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
// other test. The race detector throws away every fourth of what is kept, for which there is room in the bounds beside it.
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
	member, record := make([]byte, 0, 1<<20), coding.AppendGzip(nil, []byte(small))
	none := []byte("this is no gzip member")
	for _, tt := range []struct {
		name      string
		run       func()
		most      uint64 // bytes
		withRaces uint64
	}{
		{"compressing a page", func() { coding.AppendGzip(member, []byte(small)) }, 400 << 10, 400 << 10},
		{"a small page in gzip", decode("gzip", small), 20 << 10, 90 << 10},
		{"a small page in br", decode("br", small), 20 << 10, 90 << 10},
		{"a small page in zstd", decode("zstd", small), 6 << 10, 90 << 10},
		{"a large page in gzip", decode("gzip", large.String()), 3 * uint64(large.Len()), 3 * uint64(large.Len())},
		{"a record of an archive", func() {
			if m, err := coding.OpenMember(bytes.NewReader(record)); err == nil {
				m.Close()
			}
		}, 8 << 10, 90 << 10},
		{"what is no record", func() {
			if m, err := coding.OpenMember(bytes.NewReader(none)); err == nil {
				m.Close()
			}
		}, 8 << 10, 90 << 10},
	} {
		most := tt.most
		if racing() {
			most = tt.withRaces
		}
		got := allocated(tt.run)
		t.Logf("%s: %d bytes", tt.name, got)
		if got > most {
			t.Errorf("%s allocates %d bytes, more than %d", tt.name, got, most)
		}
	}
}

// racing reports whether the race detector is at work.
func racing() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}
