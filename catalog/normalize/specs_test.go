package normalize_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

func TestReadSpecs(t *testing.T) {
	v := vocabulary(t)
	for _, c := range cases(t, "specs.txt") {
		t.Run(c.id, func(t *testing.T) {
			if got := describeSpecs(t, v.ReadSpecs(strings.Trim(c.locale, "-"), c.input)); got != c.want {
				t.Errorf("ReadSpecs(%q, %q) = %s, want %s", c.locale, c.input, got, c.want)
			}
		})
	}
}

// TestLabelTakenAway checks that a table of the user's own can take a label's meaning away, and that of its line does not step in.
func TestLabelTakenAway(t *testing.T) {
	v, err := normalize.Load(fstest.MapFS{"speclabels.csv": {Data: []byte("label,specs,source\nWeight,,test\n")}})
	if err != nil {
		t.Fatal(err)
	}
	if got := describeSpecs(t, v.ReadSpecs("Dimensions and weight", "Weight: 186 g")); got != "-" {
		t.Errorf("a label without specs gives %s", got)
	}
	if got := describeSpecs(t, v.ReadSpecs("Dimensions and weight", "186 g")); got != "weight_g=186" {
		t.Errorf("the label of the line gives %s", got)
	}
}

// TestRepeatedCameras checks that cameras count once where a page shows its block again for small screens.
func TestRepeatedCameras(t *testing.T) {
	var words []string
	for _, value := range []string{"64MP main camera", "8MP ultra-wide", "64MP main camera", "8MP ultra-wide"} {
		words = append(words, "Rear camera", value)
	}
	variants, _ := vocabulary(t).Variants(catalog.Listing{
		Shop: "po.co/uk", Slug: "poco-x6-pro", Names: []catalog.Quote{{Text: "POCO X6 Pro"}}, Specs: tables(1, words...),
	}, normalize.Locale{Lang: "en-GB", Market: "uk"})
	if got := variants[0].Specs.Cameras; got != "64+8" {
		t.Errorf("cameras = %q, want 64+8", got)
	}
}

// describeSpecs writes the fields under their names on disk, sorted.
func describeSpecs(t *testing.T, specs catalog.Specs) string {
	t.Helper()
	data, err := json.Marshal(specs)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(data, &fields); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		out = append(out, fmt.Sprintf("%s=%v", name, fields[name]))
	}
	if len(out) == 0 {
		return "-"
	}
	return strings.Join(out, " ")
}

// FuzzReadSpecs checks that whatever stands in a table gives values that a thing for sale can have.
func FuzzReadSpecs(f *testing.F) {
	for _, s := range []string{"6.67\" 120Hz", "5.110 mAh, 67 W", "160.5 x 74.3 x 8.3 mm", "64MP+8MP", "IP5X", "Weight: 0,186 kg", "9999x9999", ":", "\x00"} {
		f.Add("Display", s)
		f.Add("Dimensions and weight", s)
		f.Add("", s)
	}
	v := vocabulary(f)
	f.Fuzz(func(t *testing.T, label, value string) {
		s := v.ReadSpecs(label, value)
		for name, n := range map[string]float64{
			"display": s.DisplayIn / 100, "refresh": float64(s.RefreshHz) / 1000, "battery": float64(s.BatteryMAh) / 100_000,
			"charging": float64(s.ChargingW) / 1000, "camera": float64(s.CameraMP) / 1000, "height": s.HeightMM / 351,
			"width": s.WidthMM / 351, "depth": s.DepthMM / 351, "weight": s.WeightG / 2001,
		} {
			if n < 0 || n >= 1 {
				t.Errorf("ReadSpecs(%q, %q): %s out of bounds: %+v", label, value, name, s)
			}
		}
		if again := v.ReadSpecs(label, value); again != s {
			t.Errorf("ReadSpecs(%q, %q) = %+v, then %+v", label, value, s, again)
		}
	})
}
