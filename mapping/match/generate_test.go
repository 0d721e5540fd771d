package match_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping/match"
)

// The words of which generated names are made.
var (
	makers = []string{"Acme", "Borealis", "Cinder", "Dunlin", "Everest", "Fathom", "Gannet", "Halcyon", "Isobar", "Juniper"}
	series = []string{"Nova", "Pulse", "Terra", "Lumen", "Vertex"}
	ranks  = []string{"", " Pro", " Plus", " Lite", " Ultra"}
	chaff  = []string{"sim free", "unlocked", "smartphone", "mobile phone", "brand new", "uk version", "6.5 inch", "5000mAh", "android 14"}
)

// titled returns a target catalogue of n SKUs, lines × memories × colours, and as many offers of it by a number of shops,
// none of which lists a SKU twice. Titles are noisy: half of them have words that say nothing, one in ten lacks the maker,
// one in ten the colour, one in twenty the memory, one in thirty has a typing error. The target of offer i is SKU i.
func titled(n, shops int) match.Input {
	rnd := rand.New(rand.NewPCG(9, uint64(n)))
	in := match.Input{}
	for s := range shops {
		in.Routes = append(in.Routes, match.Route{From: shopName(s), To: newShop, ByTitle: true})
	}
	for i := range n {
		line := i / (len(memories) * len(colors))
		maker, serie := makers[line%len(makers)], series[line/len(makers)%len(series)]
		rank, number := ranks[line/50%len(ranks)], line/250+1
		memory, color := memories[i/len(colors)%len(memories)], colors[i%len(colors)]
		name := fmt.Sprintf("%s %s %d%s", maker, serie, number, rank)
		v := catalog.Variant{
			Key: catalog.NewKey(newShop, "", catalog.ItemIdentity(strconv.Itoa(i))), Shop: newShop, Brand: maker, ProductType: catalog.Phone,
			Title: fmt.Sprintf("%s %dGB RAM %dGB %s", name, memory[0], memory[1], color),
			RAM:   memory[0], Storage: memory[1], Color: color, ColorLabel: color,
		}
		in.Variants = append(in.Variants, v, offer(rnd, v, shopName(i*7%shops), name))
	}
	return in
}

func shopName(i int) catalog.ShopID { return catalog.ShopID(fmt.Sprintf("shop%02d", i)) }

// offer returns what a shop makes of a SKU.
func offer(rnd *rand.Rand, v catalog.Variant, shop catalog.ShopID, name string) catalog.Variant {
	v.Key, v.Shop = catalog.NewKey(shop, "", v.Key.Identity()), shop
	if rnd.IntN(10) == 0 {
		name = strings.TrimPrefix(name, v.Brand+" ")
		v.Brand = ""
	}
	if rnd.IntN(30) == 0 {
		i := 1 + rnd.IntN(3)
		name = name[:i] + name[i+1:]
	}
	memory := fmt.Sprintf(" %dGB RAM %dGB", v.RAM, v.Storage)
	if rnd.IntN(20) == 0 {
		v.RAM, v.Storage, memory = 0, 0, ""
	}
	if rnd.IntN(10) == 0 {
		v.Color, v.ColorLabel = "", ""
	}
	v.Title = name + memory
	if rnd.IntN(2) == 0 {
		v.Title = chaff[rnd.IntN(len(chaff))] + " " + v.Title + " " + chaff[rnd.IntN(len(chaff))]
	}
	v.Title = strings.TrimSpace(v.Title + " " + v.ColorLabel)
	return v
}

// TestGeneratedTitles: of noisy titles most find their SKU, and what is accepted is right.
func TestGeneratedTitles(t *testing.T) {
	in := titled(4000, 8)
	right, accepted, wrong := 0, 0, 0
	for _, m := range match.Map(in) {
		ok := m.SourceID != "" && m.SourceID.Value() == m.TargetID
		if ok {
			right++
		}
		if m.Status == "matched" {
			accepted++
			if !ok {
				wrong++
			}
		}
	}
	t.Logf("%d of 4000 right, %d accepted, %d of them wrong", right, accepted, wrong)
	if right < 3200 || wrong*100 > accepted {
		t.Errorf("%d of 4000 right, %d accepted, %d of them wrong", right, accepted, wrong)
	}
}

// BenchmarkFigures maps generated catalogues of growing size, a source for each target, and says how many pairs were
// compared in a second.
func BenchmarkFigures(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		in := titled(n, 50)
		b.Run(fmt.Sprintf("generated %dx%d", n, n), func(b *testing.B) {
			pairs := 0
			in.Pairs = &pairs
			for b.Loop() {
				match.Map(in)
			}
			b.ReportMetric(float64(pairs)*float64(b.N)/b.Elapsed().Seconds(), "pairs/s")
			b.ReportMetric(float64(pairs), "pairs")
		})
	}
}
