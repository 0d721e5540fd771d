package main

import (
	"crypto/md5" //nolint:gosec // parts a set in halves, secures nothing
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/eval"
	"github.com/pocomigrate/pocomigrate/mapping/match"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// known is a set of two catalogues and the pairs among them.
type known struct {
	c      *contents
	routes []match.Route
	truth  []eval.Pair
	read   time.Duration
}

// readKnown reads a set of the data collection beside the module, or skips the test where there is none.
func readKnown(tb testing.TB, dir, source, target, shopColumn string) known {
	tb.Helper()
	dir = filepath.Join("..", "..", "..", "shared", "data", "matching", dir)
	if _, err := os.Stat(dir); err != nil {
		tb.Skipf("the shared data collection is not here: %v", err)
	}
	shops, err := site.Load(nil)
	if err != nil {
		tb.Fatal(err)
	}
	words, err := normalize.Load(nil)
	if err != nil {
		tb.Fatal(err)
	}
	start := time.Now()
	from, err := (&reading{shopColumn: shopColumn}).read(filepath.Join(dir, source), words)
	if err != nil {
		tb.Fatal(err)
	}
	to, err := (&reading{}).read(filepath.Join(dir, target), words)
	if err != nil {
		tb.Fatal(err)
	}
	k := known{read: time.Since(start)}
	k.c, k.routes, err = meet(from, to, shops)
	if err != nil {
		tb.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, "truth.csv"))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	k.truth, err = eval.ReadTruth(f, "truth.csv")
	if err != nil {
		tb.Fatal(err)
	}
	return k
}

// half says in which half of a set a pair lies: targets are parted by a hash of their ids, so that one product's offers
// stay together.
func half(target string) int {
	sum := md5.Sum([]byte(target)) //nolint:gosec // see the import
	return int(sum[0] & 1)
}

// of returns the known pairs of one half.
func (k known) of(h int) []eval.Pair {
	var out []eval.Pair
	for _, p := range k.truth {
		if half(p.Target) == h {
			out = append(out, p)
		}
	}
	return out
}

// samplesOf returns the leads of the lines that pairs are about, and whether their targets are right.
func samplesOf(lines []mapping.Mapping, pairs []eval.Pair) []eval.Sample {
	want := map[string]string{}
	for _, p := range pairs {
		want[p.Source] = p.Target
	}
	var out []eval.Sample
	for _, m := range lines {
		if t, ok := want[m.SourceID.Value()]; ok {
			out = append(out, eval.Sample{Lead: float64(m.Lead), Right: m.TargetID == t})
		}
	}
	return out
}

func (k known) input(identity ...string) match.Input {
	return match.Input{Variants: k.c.variants, Routes: k.routes, Identity: identity}
}

// TestFigures prints the figures that the README quotes and holds them to what was promised. Scores are judged on one half
// by a calibration that was fitted to the other.
func TestFigures(t *testing.T) {
	k := readKnown(t, "pricerunner-phones", "offers.csv", "catalogue.csv", "vendor")
	in := k.input("model", "storage")
	start := time.Now()
	lines := match.Map(in)
	took := time.Since(start)
	t.Logf("pricerunner-phones, shipped calibration: read in %v, mapped in %v\n%s", k.read, took, figures(eval.Measure(lines, k.truth)))
	for h := range 2 {
		t.Logf("half %d alone: %s", h, figures(eval.Measure(lines, k.of(h)))[:70])
		fit := eval.Fit(samplesOf(lines, k.of(1-h)), "the other half")
		in.Calibration = &fit
		r := eval.Measure(match.Map(in), k.of(h))
		t.Logf("half %d by the calibration of the other\n%s", h, figures(r))
	}
	if name := os.Getenv("MISTAKES"); name != "" {
		if err := os.WriteFile(name, []byte(mistakes(eval.Measure(lines, k.truth), -1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAbtBuy(t *testing.T) {
	k := readKnown(t, "abt-buy", "abt.csv", "buy.csv", "")
	start := time.Now()
	lines := match.Map(k.input())
	t.Logf("abt-buy: mapped in %v\n%s", time.Since(start), figures(eval.Measure(lines, k.truth)))
	if name := os.Getenv("MISTAKES"); name != "" {
		if err := os.WriteFile(name, []byte(mistakes(eval.Measure(lines, k.truth), -1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
