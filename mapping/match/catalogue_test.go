package match_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/match"
)

var (
	tiers    = []string{"", " Pro", " 5G", " Pro 5G", " GT"}
	memories = [][2]int{{4, 64}, {4, 128}, {6, 128}, {8, 128}, {8, 256}, {12, 256}, {12, 512}, {16, 1024}}
	colors   = []string{"black", "white", "blue", "green", "yellow", "grey", "silver", "gold", "purple", "red"}
)

// generated returns two catalogues of n SKUs each, lines × memories × colours. About one source variant in ten states
// less than its target, and one in ten has none.
func generated(n int) match.Input {
	rnd := rand.New(rand.NewPCG(7, 8))
	in := match.Input{Routes: []match.Route{{From: oldShop, To: newShop}}}
	for i := range n {
		line := i / (len(memories) * len(colors))
		memory := memories[i/len(colors)%len(memories)]
		model := fmt.Sprintf("POCO %c%d%s", 'A'+rune(line%26), line/26/len(tiers)+1, tiers[line/26%len(tiers)])
		v := catalog.Variant{
			Model: model, ItemGroupID: strings.ToLower(strings.ReplaceAll(model, " ", "-")), ProductType: catalog.Phone,
			RAM: memory[0], Storage: memory[1], Color: colors[i%len(colors)], ColorLabel: "Power " + colors[i%len(colors)],
		}
		fresh := v
		fresh.Shop, fresh.ColorLabel = newShop, colors[i%len(colors)]
		fresh.Key = catalog.NewKey(newShop, "", catalog.ItemIdentity(strconv.Itoa(9_000_000+i)))
		v.Shop = oldShop
		v.Key = catalog.NewKey(oldShop, "", catalog.ItemIdentity(strconv.Itoa(1_000_000+i)))
		switch rnd.IntN(20) {
		case 0:
			v.Color, v.ColorLabel = "", ""
		case 1:
			v.RAM = 0
		case 2, 3:
			v.Color = "pink"
		}
		in.Variants = append(in.Variants, v, fresh)
	}
	return in
}

// TestGeneratedCatalogue checks the statuses of catalogues that nobody wrote by hand.
func TestGeneratedCatalogue(t *testing.T) {
	in := generated(1600)
	got := match.Map(in)
	checkLaws(t, in, got)
	counts := map[mapping.Status]int{}
	for _, m := range got {
		counts[m.Status]++
		if m.Status == mapping.Matched && string(m.SourceID[6:]) != m.TargetID[1:] {
			t.Errorf("%s is matched to %s", m.SourceID, m.TargetID)
		}
	}
	if counts[mapping.Matched] < 1100 || counts[mapping.ProductOnly] == 0 || counts[mapping.NeedsReview] == 0 {
		t.Errorf("statuses: %v", counts)
	}
}

// FuzzMap makes small catalogues out of bytes, a variant from each four, and holds the laws against them.
func FuzzMap(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x00\x01\x00\x00\x00"))
	f.Add([]byte("\x00\x11\x22\x33\x01\x11\x22\x33\x00\x11\x22\x33\x01\x11\x02\x03"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 400 {
			t.Skip("large catalogues are for the benchmarks")
		}
		in := match.Input{Routes: []match.Route{{From: oldShop, To: newShop}}}
		for i := 0; i+4 <= len(data); i += 4 {
			in.Variants = append(in.Variants, fromBytes(i, data[i:i+4]))
		}
		got := match.Map(in)
		checkLaws(t, in, got)
		for i, j := 0, len(in.Variants)-1; i < j; i, j = i+1, j-1 {
			in.Variants[i], in.Variants[j] = in.Variants[j], in.Variants[i]
		}
		if d := cmp.Diff(got, match.Map(in)); d != "" {
			t.Errorf("reversed input (-forward +reversed):\n%s", d)
		}
	})
}

func fromBytes(n int, b []byte) catalog.Variant {
	shop := oldShop
	if b[0]&1 == 1 {
		shop = newShop
	}
	pick := func(b byte, words ...string) string { return words[int(b)%len(words)] }
	kind := pick(b[0]>>1, "item:", "item:", "opt:", "slug:")
	v := catalog.Variant{
		Key: catalog.NewKey(shop, "", catalog.Identity(fmt.Sprintf("%s%d", kind, n))), Shop: shop, ItemGroupID: fmt.Sprintf("g%d", b[0]>>6),
		Title: pick(b[1], "Case", "Phone", "Glass for X7"), Model: pick(b[1], "POCO X7", "POCO X7 Pro", "POCO X6", "", "POCO X7 5G"),
		ProductType: catalog.ProductType(pick(b[1]>>4, "phone", "phone", "accessory", "")),
		RAM:         int(b[2]%3) * 4, Storage: int(b[2]>>2%3) * 128,
		Color: pick(b[2]>>4, "", "black", "blue"), ColorLabel: pick(b[3], "", "Black", "Sky Blue", "Ocean Blue", "Aqua"),
		Edition: pick(b[3]>>4, "", "", "", "Iron Man Edition"), GTIN: pick(b[3]>>6, "", "", "6941812756553", "x"),
	}
	if b[1]&8 != 0 {
		v.Issues = []catalog.Issue{{Code: "unknown_model"}}
	}
	if v.ProductType == catalog.Accessory {
		v.Fits, v.Model = []string{v.Model}, ""
	}
	return v
}

func BenchmarkMap(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		in := generated(n)
		b.Run(fmt.Sprintf("%dx%d", n, n), func(b *testing.B) {
			for b.Loop() {
				match.Map(in)
			}
		})
	}
}

// BenchmarkMapOneName is the worst case: one name, nothing else stated but colours that nobody understood.
func BenchmarkMapOneName(b *testing.B) {
	in := match.Input{Routes: []match.Route{{From: oldShop, To: newShop}}}
	for i := range 2000 {
		for _, shop := range []catalog.ShopID{oldShop, newShop} {
			in.Variants = append(in.Variants, catalog.Variant{
				Key: catalog.NewKey(shop, "", catalog.ItemIdentity(strconv.Itoa(i))), Shop: shop, Model: "POCO X7",
				ProductType: catalog.Phone, ColorLabel: fmt.Sprintf("word%d of %s", i, shop),
			})
		}
	}
	for b.Loop() {
		match.Map(in)
	}
}
