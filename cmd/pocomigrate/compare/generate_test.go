package compare

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/mapping"
)

var (
	generateDir = flag.String("generate", "", "folder that TestGenerate writes snapshots into: old, new and shuffled")
	generateN   = flag.Int("variants", 50_000, "how many variants each of them has")
	generateOne = flag.Int("one-in", 100, "of how many variants one differs between old and new")
)

// TestGenerate writes snapshots to measure diff and other tools by:
//
//	go test ./cmd/pocomigrate -run TestGenerate -generate "$PWD/snapshots" -variants 50000
func TestGenerate(t *testing.T) {
	if *generateDir == "" {
		t.Skip("-generate names no folder")
	}
	for name, g := range map[string]generator{
		"old":      {n: *generateN, oneIn: *generateOne},
		"new":      {n: *generateN, oneIn: *generateOne, version: 1},
		"shuffled": {n: *generateN, oneIn: *generateOne, version: 1, shuffled: true},
	} {
		if err := g.write(filepath.Join(*generateDir, name)); err != nil {
			t.Fatal(err)
		}
	}
}

// generator makes snapshots in which one variant in so many differs between versions 0 and 1: of those, half have another
// price, a quarter another key, and a quarter are another thing.
type generator struct {
	n, oneIn, version int
	shuffled          bool
}

// row is one variant to be: its number, and what is particular to the version.
type row struct {
	shop        catalog.ShopID
	item, thing int
	price       int64
}

func (g generator) rows() []row {
	shops := []catalog.ShopID{"po.co/de", "po.co/fr", "po.co/global", "po.co/uk", "poco.in"}
	out := make([]row, g.n)
	for i := range out {
		r := row{shop: shops[i*len(shops)/g.n], item: i, thing: i, price: int64(19900 + i%90*100)}
		if g.version > 0 && i%g.oneIn == 0 {
			switch i / g.oneIn % 4 {
			case 0, 1:
				r.price += 500
			case 2:
				r.item += g.n
			case 3:
				r.item, r.thing = r.item+g.n, r.thing+g.n
			}
		}
		out[i] = r
	}
	slices.SortFunc(out, func(a, b row) int { return cmp.Or(cmp.Compare(a.shop, b.shop), cmp.Compare(a.item, b.item)) })
	if g.shuffled {
		for i := range out {
			j := i * 7919 % (i + 1)
			out[i], out[j] = out[j], out[i]
		}
	}
	return out
}

func (r row) variant() catalog.Variant {
	colors, id := []string{"Black", "White", "Green", "Yellow"}, fmt.Sprintf("%09d", r.item)
	color := colors[r.thing%len(colors)]
	v := catalog.Variant{
		Shop: r.shop, Title: fmt.Sprintf("POCO X6 Pro 5G 12GB+512GB %s %d", color, r.thing), Brand: "POCO", Model: "POCO X6 Pro",
		Identities:  []catalog.Identity{catalog.ItemIdentity(id), catalog.OptionIdentity("poco-x6-pro", []string{color, strconv.Itoa(r.thing)})},
		ItemGroupID: fmt.Sprint("poco-x6-pro-", r.thing/12), Link: fmt.Sprintf("https://www.po.co/product/poco-x6-pro-%d/", r.thing/12),
		ProductType: "phone", Network: "5G", RAM: 12, Storage: 512, ColorLabel: color, SKU: id,
		ImageLink: fmt.Sprintf("https://i02.appmifile.com/%d_item/14/02/2025/a60c9e3f17b84d52a9f0c85d7be30105.png", r.thing),
		Offers:    []catalog.Offer{{Price: &catalog.Money{Amount: r.price, Currency: "GBP"}, Availability: "in_stock"}},
		ProductDetails: []catalog.ProductDetail{
			{Label: "Processor", Value: "MediaTek Dimensity 8300-Ultra, 4 nm"},
			{Label: "Display", Value: "6.67\" AMOLED, 2712 × 1220, 120 Hz"},
			{Label: "Rear camera", Value: "64 MP with OIS + 8 MP ultra-wide + 2 MP macro"},
			{Label: "Battery", Value: "5000 mAh, 67 W"},
		},
		Specs: catalog.Specs{Chipset: "Dimensity 8300 Ultra", DisplayIn: 6.67, BatteryMAh: 5000, ChargingW: 67, CameraMP: 64, RefreshHz: 120},
	}
	v.Key = catalog.NewKey(v.Shop, "", v.Identities[0])
	return v
}

func (r row) mapping() mapping.Mapping {
	return mapping.Mapping{
		Source: r.shop, SourceID: r.variant().Identities[0], Target: "mi.com/uk", TargetID: fmt.Sprintf("42%08d", r.thing),
		Status: mapping.Matched, Score: 0.9712, Reason: "model, memory and colour are equal",
		Evidence: []mapping.Evidence{
			{Attribute: "model", Level: mapping.Exact, Bits: 7.25, Source: "POCO X6 Pro", Target: "POCO X6 Pro"},
			{Attribute: "color", Level: mapping.Exact, Bits: 2.5, Source: "black", Target: "black"},
		},
	}
}

// write writes the snapshot into a folder, a line at a time.
func (g generator) write(dir string) error {
	m := snapshot.Manifest{Schema: snapshot.Schema, Files: map[string]string{}, Uncompared: map[string]string{}}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	rows := g.rows()
	counts := map[catalog.ShopID]int{}
	for _, r := range rows {
		counts[r.shop]++
	}
	for shop, n := range counts {
		m.Shops = append(m.Shops, snapshot.ShopCount{Shop: string(shop), Variants: n, Mappings: n})
	}
	err := errors.Join(
		generateLines(dir, snapshot.VariantsFile, m.Files, rows, row.variant),
		generateLines(dir, snapshot.MappingsFile, m.Files, rows, row.mapping),
		generateLines(dir, snapshot.CoverageFile, m.Files, nil, func(row) (none catalog.Coverage) { return }),
		generateLines(dir, snapshot.SourcesFile, m.Uncompared, nil, func(row) (none catalog.Sources) { return }),
	)
	if err != nil {
		return err
	}
	text, err := m.Encode()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, snapshot.ManifestFile), text, 0o600)
}

func generateLines[T snapshot.Line](dir, file string, sums map[string]string, rows []row, value func(row) T) (err error) {
	f, err := os.Create(filepath.Join(dir, file))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	sum := sha256.New()
	out := bufio.NewWriter(io.MultiWriter(f, sum))
	for _, r := range rows {
		line, err := snapshot.Encode([]T{value(r)})
		if err != nil {
			return err
		}
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	err = out.Flush()
	sums[file] = hex.EncodeToString(sum.Sum(nil))
	return err
}
