package diff_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
)

// catalogue returns records like those of variants, of which one in a hundred differs between two versions: half have
// another price, a quarter another key, and a quarter are another thing.
func catalogue(version int) []diff.Record {
	out := make([]diff.Record, benchmarked)
	for i := range out {
		key, option, price := i, i, 29900
		if i%100 == 0 {
			switch {
			case i%200 == 0:
				price += version
			case i%400 == 100:
				key += benchmarked * version
			default:
				key, option = key+benchmarked*version, option+benchmarked*version
			}
		}
		title := fmt.Sprintf("POCO X6 Pro 5G 12/512 Edition %d", option)
		out[i] = &record{
			kind: "variant", key: fmt.Sprintf("po.co/uk#item:%d", key), title: title, group: "po.co/uk",
			identities: []string{fmt.Sprintf("po.co/uk#item:%d", key), fmt.Sprintf("po.co/uk#opt:poco-x6-pro|12gb+512gb|%d", option)},
			fields: []string{
				"title", title, "brand", "POCO", "model", "POCO X6 Pro", "product_type", "phone", "network", "5G",
				"ram_gb", "12", "storage_gb", "512", "color", "black", "color_label", "Black", "condition", "new",
				"link", "https://www.po.co/uk/product/poco-x6-pro/", "specs.chipset", "Dimensity 8300 Ultra",
				"specs.display_in", "6.67", "specs.battery_mah", "5000", "specs.charging_w", "67", "specs.camera_mp", "64",
				"offer.price", fmt.Sprint(price, " GBP"), "offer.availability", "in_stock",
			},
		}
	}
	return out
}

const benchmarked = 50_000

func BenchmarkCompare(b *testing.B) {
	before, after := catalogue(0), catalogue(1)
	want := diff.Counts{Added: 125, Removed: 125, Changed: 250, Moved: 125}
	b.ReportAllocs()
	for b.Loop() {
		r, err := diff.Compare(before, after, diff.Options{})
		if err != nil || r.Counts != want {
			b.Fatalf("Counts = %+v, want %+v, error %v", r.Counts, want, err)
		}
	}
}

func BenchmarkCompareEqual(b *testing.B) {
	before, after := catalogue(0), catalogue(0)
	b.ReportAllocs()
	for b.Loop() {
		if r, err := diff.Compare(before, after, diff.Options{}); err != nil || r.Differs() {
			b.Fatalf("Counts = %+v, error %v", r.Counts, err)
		}
	}
}

func BenchmarkWriteText(b *testing.B) {
	r, err := diff.Compare(nil, catalogue(0), diff.Options{})
	if err != nil {
		b.Fatal(err)
	}
	policy, err := diff.ReadPolicy(strings.NewReader(diff.ShippedPolicy()), "policy.csv")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		report := diff.Judge(r, nil, policy, diff.Baseline{}, time.Time{})
		if err := diff.WriteText(io.Discard, report, diff.TextOptions{Width: 100}); err != nil {
			b.Fatal(err)
		}
	}
}
