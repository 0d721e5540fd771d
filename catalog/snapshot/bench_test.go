package snapshot_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
)

// phones returns n values that look like a catalogue, in no order.
func phones(n int) []phone {
	out := make([]phone, n)
	for i := range out {
		id := i * 7919 % n
		out[i] = phone{
			Key:    fmt.Sprintf("po.co/uk#item:%010d", id),
			Title:  fmt.Sprintf("POCO X6 Pro 5G 12GB+512GB Édition %d – 6.67\" AMOLED", id),
			RAM:    8,
			Screen: 6.67,
			Names:  []string{fmt.Sprintf("item:%010d", id), fmt.Sprintf("opt:poco-x6-pro-5g|12gb+512gb|%d", id)},
			Offer:  &offer{"GBP", int64(29900 + id)},
			Extra:  map[string]int{"battery_mah": 5000, "charging_w": 67, "camera_mp": 64},
			Score:  0.5,
		}
	}
	return out
}

const benchmarked = 50_000

func BenchmarkEncode(b *testing.B) {
	values := phones(benchmarked)
	b.ReportAllocs()
	for b.Loop() {
		text, err := snapshot.Encode(values)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(text)))
	}
}

func BenchmarkDecode(b *testing.B) {
	text, err := snapshot.Encode(phones(benchmarked))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		values, err := snapshot.Decode[phone](bytes.NewReader(text), "phones.jsonl")
		if err != nil || len(values) != benchmarked {
			b.Fatalf("%d values, %v", len(values), err)
		}
	}
}
