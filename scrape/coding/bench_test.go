package coding_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// productPage returns a page of 60 KiB that compresses about as product pages do, to a quarter.
func productPage() string {
	var b strings.Builder
	random := rand.New(rand.NewPCG(1, 2))
	for b.Len() < 60<<10 {
		fmt.Fprintf(&b, "<tr><th scope=row>spec %d</th><td class=\"xm-text\">%x mm</td></tr>\n", b.Len(), random.Uint32())
	}
	return b.String()
}

func BenchmarkDecode(b *testing.B) {
	body := productPage()
	for _, name := range []string{"gzip", "br", "zstd", "deflate"} {
		b.Run(name, func(b *testing.B) {
			encoded, header := []byte(as(b, body, name)), http.Header{"Content-Encoding": {name}}
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := coding.Decode(http.StatusOK, header, encoded); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAppendGzip(b *testing.B) {
	body := []byte(productPage())
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	var out []byte
	for b.Loop() {
		out = coding.AppendGzip(out[:0], body)
	}
}
