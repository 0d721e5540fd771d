package main

import (
	"crypto/md5" //nolint:gosec // parts a set in halves, secures nothing
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/feed"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/intake"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/eval"
	"github.com/pocomigrate/pocomigrate/mapping/match"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// knownPairs is a set of two catalogues and the pairs among them.
type knownPairs struct {
	c      *runfolder.Contents
	routes []match.Route
	truth  []eval.Pair
	read   time.Duration
}

// readKnown reads a set of the data collection beside the module, or skips the test where there is none.
func readKnown(tb testing.TB, dir, source, target, shopColumn string) knownPairs {
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
	from, err := (&intake.Reading{ShopColumn: shopColumn}).Read(filepath.Join(dir, source), words)
	if err != nil {
		tb.Fatal(err)
	}
	to, err := (&intake.Reading{}).Read(filepath.Join(dir, target), words)
	if err != nil {
		tb.Fatal(err)
	}
	k := knownPairs{read: time.Since(start)}
	c, in, err := meet(from, to, shops)
	if err != nil {
		tb.Fatal(err)
	}
	k.c, k.routes = c, in.Routes
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

// readTitles makes a set of retail titles of Poco phones with their labels, each from a shop of its own, and of the names of
// all models.
func readTitles(tb testing.TB) knownPairs {
	tb.Helper()
	words, err := normalize.Load(nil)
	if err != nil {
		tb.Fatal(err)
	}
	k := knownPairs{c: &runfolder.Contents{}}
	take := func(shop catalog.ShopID, lines [][2]string) {
		var b strings.Builder
		w := csv.NewWriter(&b)
		rows := [][]string{{"id", "title"}}
		for _, l := range lines {
			rows = append(rows, l[:])
		}
		if err := w.WriteAll(rows); err != nil {
			tb.Fatal(err)
		}
		read, err := feed.Read([]byte(b.String()), string(shop), words, feed.Options{Shop: shop})
		if err != nil {
			tb.Fatal(err)
		}
		k.c.Variants = append(k.c.Variants, read.Variants...)
	}
	var models [][2]string
	listed := map[string]bool{}
	for _, r := range sharedRows(tb, "poco-models.csv") {
		if name := r["marketing_name"]; !listed[name] {
			listed[name] = true
			models = append(models, [2]string{name, name})
		}
	}
	take("models", models)
	for i, r := range sharedRows(tb, "titles.csv") {
		if r["accessory"] == "1" || !listed[r["product"]] {
			continue
		}
		shop, id := catalog.ShopID(fmt.Sprintf("shop%d", i)), strconv.Itoa(i)
		take(shop, [][2]string{{id, r["title"]}})
		k.routes = append(k.routes, match.Route{From: shop, To: "models", ByTitle: true})
		k.truth = append(k.truth, eval.Pair{Source: id, Target: r["product"]})
	}
	return k
}

// sharedRows reads a table of products of the data collection by column name.
func sharedRows(tb testing.TB, file string) []map[string]string {
	tb.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", "products", file))
	if err != nil {
		tb.Skipf("the shared data collection is not here: %v", err)
	}
	defer f.Close() //nolint:errcheck // only read
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	var out []map[string]string
	for _, l := range lines[1:] {
		row := map[string]string{}
		for i, column := range lines[0] {
			row[column] = l[i]
		}
		out = append(out, row)
	}
	return out
}

// half says in which half of a set a pair lies: targets are parted by a hash of their ids, so that one product's offers
// stay together.
func half(target string, salt int) int {
	if salt > 0 {
		target = strconv.Itoa(salt) + target
	}
	sum := md5.Sum([]byte(target)) //nolint:gosec // see the import
	return int(sum[0] & 1)
}

// half returns the known pairs of one half.
func (k knownPairs) half(h, salt int) []eval.Pair {
	return slices.DeleteFunc(slices.Clone(k.truth), func(p eval.Pair) bool { return half(p.Target, salt) != h })
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

func (k knownPairs) input(identity ...string) match.Input {
	return match.Input{Variants: k.c.Variants, Routes: k.routes, Identity: identity}
}

// shippedData says what the shipped calibration was fitted to.
const shippedData = "1,933 offers of phones against a catalogue of 827 (PriceRunner, 2018; Akritidis and others 2020), about a tenth of them labelled wrongly"

// TestShippedCalibration holds the shipped calibration to the data that it is said to come from.
func TestShippedCalibration(t *testing.T) {
	k := readKnown(t, "pricerunner-phones", "offers.csv", "catalogue.csv", "vendor")
	fit := eval.Fit(samplesOf(match.Map(k.input("model", "storage")), k.truth), shippedData)
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\nfrom,share,rows,right,lower\n", shippedData)
	for _, s := range fit.Steps {
		fmt.Fprintf(&b, "%.3f,%.4f,%d,%d,%.4f\n", s.From, s.Share, s.Rows, s.Right, s.Lower)
	}
	name := filepath.Join("..", "..", "mapping", "match", "data", "calibration.csv")
	if *update {
		if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return // the program holds the old one until it is built again
	}
	shipped := match.ShippedCalibration()
	if !strings.Contains(shipped.Data, shippedData) {
		t.Errorf("the shipped calibration is said to come from %q, want %q", shipped.Data, shippedData)
	}
	for lead := -20.0; lead < 50; lead += 0.5 {
		if got, want := shipped.Score(lead), fit.Score(lead); math.Abs(got-want) > driftOfFit {
			t.Fatalf("a lead of %.1f bits scores %.4f, and its data give %.4f; run with -update", lead, got, want)
		}
	}
}

// driftOfFit is how far the shipped calibration may lie from one fitted anew: words that the normaliser learns shift single rows
// between two steps.
const driftOfFit = 0.05

// TestFigures prints the figures that the README quotes and holds them to what was promised.
func TestFigures(t *testing.T) {
	k := readKnown(t, "pricerunner-phones", "offers.csv", "catalogue.csv", "vendor")
	start := time.Now()
	lines := match.Map(k.input("model", "storage"))
	r := eval.Measure(lines, k.truth)
	t.Logf("1,933 offers of phones to a catalogue of 827, --identity model,storage; read in %v, mapped in %v\n%s",
		k.read.Round(time.Millisecond), time.Since(start).Round(time.Millisecond), figures(r))
	atLeast(t, "top-1", r.Top.Value, 0.90)
	atLeast(t, "pairwise F1", r.Pairs.F1.Value, 0.87)
	atLeast(t, "coverage at precision 0.95", r.Coverage[0].Share.Value, 0.85)
	for h := range 2 {
		r := eval.Measure(recalibrated(lines, k.half(1-h, 0)), k.half(h, 0))
		t.Logf("half %d, by a calibration fitted to the other\n%s", h, figures(r))
		atLeast(t, "top-1 of a half", r.Top.Value, 0.90)
	}
	sum := 0.0
	for salt := range splits {
		for h := range 2 {
			sum += eval.Measure(recalibrated(lines, k.half(1-h, salt)), k.half(h, salt)).Reliability.ECE
		}
	}
	mean := sum / (2 * splits)
	t.Logf("calibration error across halves, mean of %d ways to halve: %.4f", splits, mean)
	atLeast(t, "0.02 less the calibration error across halves", 0.02-mean, -chance)

	k = readTitles(t)
	r = eval.Measure(match.Map(k.input("model")), k.truth)
	t.Logf("real Poco titles to the list of Poco models, --identity model (no weight was fitted to it)\n%s", figures(r))
	atLeast(t, "top-1 of Poco titles", r.Top.Value, 0.97)
	atLeast(t, "precision of accepted Poco titles", r.Precision.Value, 0.99)

	k = readKnown(t, "abt-buy", "abt.csv", "buy.csv", "")
	start = time.Now()
	lines = match.Map(k.input())
	r = eval.Measure(lines, k.truth)
	t.Logf("abt-buy, 1,076 general products to 1,076 (reported, not promised); mapped in %v\n%s", time.Since(start).Round(time.Millisecond), figures(r))
}

// BenchmarkFigures maps the offers of phones; the figure to meet is 0.2 seconds.
func BenchmarkFigures(b *testing.B) {
	in := readKnown(b, "pricerunner-phones", "offers.csv", "catalogue.csv", "vendor").input("model", "storage")
	pairs := 0
	in.Pairs = &pairs
	b.Run("phones 1933x827", func(b *testing.B) {
		for b.Loop() {
			match.Map(in)
		}
		b.ReportMetric(float64(pairs)*float64(b.N)/b.Elapsed().Seconds(), "pairs/s")
	})
}

// chance is what a calibration error of halves of 400 products moves by when a few titles are read differently.
const chance = 0.005

// splits is in how many ways the set is halved: one way alone says as much about the halves as about the scores.
const splits = 20

func atLeast(t *testing.T, name string, got, want float64) {
	t.Helper()
	if got < want {
		t.Errorf("%s is %.4f, want %.4f at least", name, got, want)
	}
}

// recalibrated returns the lines with scores fitted to known pairs.
func recalibrated(lines []mapping.Mapping, pairs []eval.Pair) []mapping.Mapping {
	fit := eval.Fit(samplesOf(lines, pairs), "")
	out := slices.Clone(lines)
	for i := range out {
		out[i].Score = mapping.Score(fit.Score(float64(out[i].Lead)))
	}
	return out
}
