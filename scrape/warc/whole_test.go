package warc_test

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape/coding"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// TestWholeFindsWhereToGoOn cuts a recording at every byte of its last three records. What is whole before the cut stays,
// and a Writer that continues there makes the file that would have been.
func TestWholeFindsWhereToGoOn(t *testing.T) {
	t.Parallel()
	html := http.Header{"Content-Type": {"text/html"}, "Set-Cookie": {strings.Repeat("c", 200)}}
	var b bytes.Buffer
	before := write(t, warc.NewWriter(&b), html, noon)
	at := b.Len()
	after := write(t, warc.Continue(&b, int64(at)), html, noon.Add(time.Hour))
	data := b.Bytes()
	ends := []int64{0}
	for i, m := int64(0), 0; m < len(data); {
		i += memberLength(t, data[m:])
		m = int(i)
		ends = append(ends, i)
	}
	last := ends[len(ends)-4]
	for cut := int(last); cut <= len(data); cut++ {
		a := open(t, "0001.warc.gz", string(data[:cut]))
		want := int64(0)
		for _, end := range ends {
			if end <= int64(cut) {
				want = end
			}
		}
		if a.Whole() != want {
			t.Fatalf("cut after %d of %d bytes: Whole() = %d, want %d", cut, len(data), a.Whole(), want)
		}
		refs := append([]warc.Ref{}, before...)
		for _, r := range after {
			if r.Offset+r.Length <= want {
				refs = append(refs, r)
			}
		}
		if got := a.Refs(); !slices.Equal(got, refs) {
			t.Fatalf("cut after %d bytes: Refs() = %+v, want %+v", cut, got, refs)
		}
	}
}

// memberLength returns the length of the gzip member that data begins with.
func memberLength(t *testing.T, data []byte) int64 {
	t.Helper()
	m, err := coding.OpenMember(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if _, err := io.Copy(io.Discard, m); err != nil {
		t.Fatal(err)
	}
	return m.Length()
}

// TestWholeEndsAtTheFirstDamage: what stands behind damage may be a part of a torn body that looks like a record, so it is
// read and not counted.
func TestWholeEndsAtTheFirstDamage(t *testing.T) {
	t.Parallel()
	a, b := zipped(response("a", "A")), zipped(response("b", strings.Repeat("B", 100)))
	tests := []struct {
		name, data string
		want       int
	}{
		{"whole", a + b, len(a + b)},
		{"torn in the middle", a + b[:len(b)-9] + a, len(a)},
		{"zeros at the end", a + b + "\x00\x00\x00", len(a + b)},
		{"a block that is too short", a + zipped(strings.Replace(response("b", "B"), "Content-Length: 4", "Content-Length: 9", 1)) + a, len(a)},
		{"the first is torn", b[:40], 0},
		{"one byte of the first", b[:1], 0},
		{"not zipped", response("a", "A"), 0},
		{"a WACZ", zipOf(t, [2]string{"archive/a.warc.gz", a}), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			archive := open(t, "0001.warc.gz", tt.data)
			if archive.Whole() != int64(tt.want) {
				t.Errorf("Whole() = %d, want %d of %d", archive.Whole(), tt.want, len(tt.data))
			}
			for _, r := range archive.Refs() {
				if r.Offset >= int64(tt.want) {
					t.Errorf("Refs holds one at %d, behind what is whole", r.Offset)
				}
			}
		})
	}
}
