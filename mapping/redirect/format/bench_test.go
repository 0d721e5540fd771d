package format_test

import (
	"fmt"
	"io"
	"testing"

	"github.com/pocomigrate/pocomigrate/mapping/redirect"
	"github.com/pocomigrate/pocomigrate/mapping/redirect/format"
)

// BenchmarkMap makes, checks and writes a map of 100,000 redirects.
func BenchmarkMap(b *testing.B) {
	existing := make([]redirect.Existing, 100_000)
	for i := range existing {
		existing[i] = redirect.Existing{
			From: fmt.Sprintf("https://www.po.co/uk/product/poco-%d/", i), To: fmt.Sprintf("https://www.mi.com/uk/product/poco-%d/", i),
			Status: 301, Place: "old.map:1",
		}
	}
	for _, f := range format.All() {
		b.Run(f.Name, func(b *testing.B) {
			for b.Loop() {
				m := mapOf(existing)
				m.Check(redirect.CheckOptions{})
				f.Check(m)
				if err := f.Write(io.Discard, m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
