package match_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/match"
)

func TestSizes(t *testing.T) {
	tests := []struct {
		title        string
		ram, storage int
		lone         bool
	}{
		{"apple iphone 7 plus 32gb", 0, 32, false},
		{"Apple iPhone 4 8GB", 0, 8, true},
		{"Moto G5 2GB RAM", 2, 0, false},
		{"g6 4gb ram 64gb rom", 4, 64, false},
		{"mix ram 4gb rom 64gb", 4, 64, false},
		{"nova 8gb ram 128gb black", 8, 128, false},
		{"nova 8 gb RAM / 128 gb ROM", 8, 128, false},
		{"nokia 8 4gb 64 gb", 4, 64, false},
		{"POCO F6 1 TB", 0, 1024, false},
		{"8 Go 256 Go", 8, 256, false},
		{"6GB", 6, 0, false},
		{"nova 128gb 8gb", 8, 128, false},
		{"nova 8gb black 8gb", 0, 8, true},
		{"nova 4ram 64gb", 4, 64, false},
		{"g6 ram 8gb", 8, 0, false},
		{"g6 8gb rom", 0, 8, false},
		{"windows 8 and 12mp, 5.5 inch", 0, 0, false},
		{"99999999999999999999gb", 0, 0, false},
	}
	for _, tt := range tests {
		ram, storage, lone := match.Sizes(tt.title)
		if ram != tt.ram || storage != tt.storage || lone != tt.lone {
			t.Errorf("sizes(%q) = %d, %d, %v, want %d, %d, %v", tt.title, ram, storage, lone, tt.ram, tt.storage, tt.lone)
		}
	}
}

func TestTitleWords(t *testing.T) {
	tests := []struct{ title, want string }{
		{"Apple iPhone 7 Plus 32GB, 5.5 inch 12MP", "apple iphone 7 plus"},
		{"Samsung Galaxy S9+ (64 GB)", "samsung galaxy s9 plus"},
		{"Xiaomi Pocophone F1", "xiaomi poco f1"},
		{"lenovo moto g5s android 7.1", "moto g5s android"},
		{"Nokia 3.1 Dual SIM", "nokia 3.1 dualsim"},
		{"Krüger & Matz Flow 5", "kruger matz flow 5"},
		{"dual camera phone", "phone"},
		{"POCO F5 ProSmartphone PhoneEasy ProMaxPhone", "poco f5 pro smartphone phoneeasy pro max phone"},
		{"GalaxyProPhone 5", "galaxypro phone 5"},
		{"nova ram 64 gb rom", "nova"},
		{"\xff Pro\xffS", "pro s"},
		{"", ""},
	}
	for _, tt := range tests {
		if got := strings.Join(match.TitleWords(tt.title), " "); got != tt.want {
			t.Errorf("words of %q are %q, want %q", tt.title, got, tt.want)
		}
	}
}

// TestHear: a title may write a catalogue's words otherwise, but never one number for another.
func TestHear(t *testing.T) {
	catalogue := []string{
		"Doro PhoneEasy 6030", "Swisstone SD 510", "Samsung Galaxy A3 SM-A320F", "Samsung Galaxy S8", "Doro Primo 413",
		"Emporia PhoneEasy", "My Phone Hammer", "Panasonic KX-TG6313S", "Tecdesk SD 700", "Tecdesk SD700", "Is One", "Zebraxa One", "Zebraxb One", "Tiptel Easy",
	}
	tests := []struct{ title, want string }{
		{"doro phone easy 6030", "6030 doro phoneeasy"},
		{"swisstone sd510", "510 sd swisstone"},
		{"galaxy a3 a320", "a320f a3 galaxy"},
		{"galaxy s9", "galaxy"},
		{"gsm doroprimo413sw", "413 doro primo"},
		{"samsnug galaxy", "galaxy"},
		{"samsungs galaxi", "galaxy samsung"},
		{"s8 413a", "s8"},
		{"s8plus a3s", ""},
		{"emporia phone easy", "emporia phoneeasy"},
		{"myphone hammer", "hammer my phone"},
		{"panasonic kxtg6313", "kx panasonic tg6313s"},
		{"tecdesk sd700", "700 sd sd700 tecdesk"},
		{"isatphone", ""},
		{"galaxy a32", "galaxy"},
		{"zebraxc", ""},
	}
	for _, tt := range tests {
		got := match.Hear(tt.title, catalogue...)
		want := strings.Fields(tt.want)
		slices.Sort(got)
		slices.Sort(want)
		if d := cmp.Diff(want, got, cmp.Transformer("nil", func(s []string) string { return strings.Join(s, " ") })); d != "" {
			t.Errorf("%q is heard as %q, want %q", tt.title, got, want)
		}
	}
}

// byTitle maps titles of one old shop to titles of a new one, each named by its place, and returns the lines of the old.
func byTitle(t *testing.T, in match.Input, old, fresh []string) []mapping.Mapping {
	t.Helper()
	in.Routes = []match.Route{{From: "old", To: "new", ByTitle: true}}
	add := func(shop catalog.ShopID, titles []string) {
		for i, title := range titles {
			id := catalog.Identity("item:" + string(rune('a'+i)))
			in.Variants = append(in.Variants, catalog.Variant{Key: catalog.NewKey(shop, "", id), Shop: shop, Title: title})
		}
	}
	add("old", old)
	add("new", fresh)
	got := match.Map(in)
	return slices.DeleteFunc(got, func(m mapping.Mapping) bool { return m.Status == mapping.New })
}

// TestTitles: one shop's titles against a catalogue; the target is named even where a person must look, and says why.
func TestTitles(t *testing.T) {
	fresh := []string{"Apple iPhone 8 64GB", "Apple iPhone 8 256GB", "Apple iPhone 8 Plus 64GB", "Nokia 3310", "Nokia 3310 Dual SIM"}
	tests := []struct {
		name   string
		old    []string
		want   string // the letters of the targets
		reason string // of the first
	}{
		{"storage decides", []string{"iphone 8 256 gb gold"}, "b", ""},
		{"tier decides", []string{"iphone 8 plus 64 gb"}, "c", ""},
		{"one to one", []string{"iphone 8 gold 64gb", "iphone 8 64gb plus"}, "ac", ""},
		{"a tie is a question", []string{"iphone 8"}, "a", "Apple iPhone 8 64GB and Apple iPhone 8 256GB fit alike: which storage?"},
		{"no such storage", []string{"nokia 3310 dual sim 64gb", "iphone 8 512gb"}, "ea", ""},
		{"no such tier", []string{"iphone 8 plus 256gb"}, "b", "Apple iPhone 8 256GB is the nearest, but plain against plus: is it the same product?"},
		{"no word in common", []string{"garden hose"}, "-", "no title of new shares a word with this one"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := byTitle(t, match.Input{Identity: []string{"model", "storage"}}, tt.old, fresh)
			var targets strings.Builder
			for _, m := range got {
				if m.TargetID == "" {
					m.TargetID = "-"
				}
				targets.WriteString(m.TargetID)
				if m.Status == mapping.Matched {
					t.Errorf("%s is accepted: three titles prove nothing", m.SourceID)
				}
			}
			if targets.String() != tt.want {
				t.Errorf("targets %q, want %q: %+v", targets.String(), tt.want, got)
			}
			if tt.reason != "" && got[0].Reason != tt.reason {
				t.Errorf("because %q, want %q", got[0].Reason, tt.reason)
			}
		})
	}
}

// TestWhatCannotBeSaid: why a proposal is a question, or none is made, where there is nothing to say more.
func TestWhatCannotBeSaid(t *testing.T) {
	for _, tt := range []struct {
		name       string
		old, fresh []string
		want       string
	}{
		{"nothing was checked", []string{"acme nova 7"}, []string{"Acme Nova 7"}, "Acme Nova 7 fits best, but nothing like it was checked before: is it the same product?"},
		{"an empty catalogue", []string{"acme nova 7"}, nil, "new lists nothing"},
		{"the same title twice", []string{"acme nova 7"}, []string{"Acme Nova 7", "Acme Nova (7)"}, "Acme Nova 7 and Acme Nova (7) fit alike: which of them?"},
	} {
		if got := byTitle(t, match.Input{Calibration: &mapping.Calibration{}}, tt.old, tt.fresh)[0].Reason; got != tt.want {
			t.Errorf("%s: because %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestTwoClaims: where two old titles have as good a claim to one target, both lines say so, and neither is as sure as it would be
// alone.
func TestTwoClaims(t *testing.T) {
	fresh := []string{"Acme Nova 7 64GB", "Acme Nova 64GB"}
	alone := byTitle(t, match.Input{}, []string{"acme nova 7 64gb"}, fresh)
	got := byTitle(t, match.Input{}, []string{"acme nova 7 64gb", "acme nova 7 phone 64gb"}, fresh)
	for i, want := range []string{
		`Acme Nova 7 64GB fits "acme nova 7 phone 64gb" (b) of old as well: which of the two does it replace?`,
		`Acme Nova 7 64GB fits best, but it is also the answer for "acme nova 7 64gb" (a) of old: which of the two takes its place?`,
	} {
		if got[i].Reason != want || got[i].Status != mapping.NeedsReview {
			t.Errorf("%s because %q, want %q", got[i].Status, got[i].Reason, want)
		}
		if got[i].Lead >= alone[0].Lead {
			t.Errorf("the lead is %v, and alone %v", got[i].Lead, alone[0].Lead)
		}
	}
	if got[0].TargetID != "a" || got[1].TargetID != "b" {
		t.Errorf("targets %s and %s", got[0].TargetID, got[1].TargetID)
	}
}

// TestNetworkOfAName: 4G and 5G part two products of one name, wherever the word stands in it.
func TestNetworkOfAName(t *testing.T) {
	fresh := []string{"Acme Nova 7 Pro 5G", "Acme Nova 7 Pro 4G"}
	for old, want := range map[string]string{"acme nova 7 5g pro": "a", "acme 4g nova 7 pro": "b"} {
		if got := byTitle(t, match.Input{}, []string{old}, fresh); got[0].TargetID != want {
			t.Errorf("%q goes to %s (%s), want %s", old, got[0].TargetID, got[0].Reason, want)
		}
	}
}

// TestNothingIsAcceptedAgainstAVeto: however sure the calibration, a conflict in what makes a SKU goes to a person.
func TestNothingIsAcceptedAgainstAVeto(t *testing.T) {
	sure := &mapping.Calibration{Data: "a wish", Steps: []mapping.Step{{From: -1000, Share: 0.9999, Rows: 9999, Right: 9999, Lower: 0.9999}}}
	fresh := []string{"Acme Nova 7 64GB"}
	for old, want := range map[string]mapping.Status{
		"acme nova 7 64gb":      mapping.Matched,
		"acme nova 7 128gb":     mapping.NeedsReview,
		"acme nova 7 pro 64gb":  mapping.NeedsReview, // though the catalogue knows no Pro
		"acme nova 64gb 7 acme": mapping.Matched,
	} {
		if got := byTitle(t, match.Input{Calibration: sure}, []string{old}, fresh); got[0].Status != want {
			t.Errorf("%q is %s (%s), want %s", old, got[0].Status, got[0].Reason, want)
		}
	}
	fresh = append(fresh, "Acme Nova 8 64GB", "Acme Nova 7 Pro 64GB")
	for _, old := range []string{"acme nova 9 128gb", "acme nova 8 pro 64gb"} {
		if got := byTitle(t, match.Input{Calibration: sure}, []string{old}, fresh); got[0].Status != mapping.NeedsReview {
			t.Errorf("%q is %s: %s %s", old, got[0].Status, got[0].TargetID, got[0].Reason)
		}
	}
}

// TestContradictedSizes: a size of which a title states several is not read from its words once more, and is asked about. Two small sizes
// without a storage are RAM and storage.
func TestContradictedSizes(t *testing.T) {
	conflict := func(field string) []catalog.Issue { return []catalog.Issue{{Code: "memory_conflict", Field: field}} }
	for _, tt := range []struct {
		name     string
		old, new catalog.Variant
		want     string
	}{
		{
			"RAM",
			catalog.Variant{Title: "Acme Nova 7 12GB (8+4GB) 128GB", Storage: 128, Issues: conflict("ram_gb")},
			catalog.Variant{Title: "Acme Nova 7 12GB 128GB", RAM: 12, Storage: 128},
			"review: Acme Nova 7 12GB 128GB fits best, but the old title states different RAM: which of them is meant?",
		},
		{
			"storage",
			catalog.Variant{Title: "Acme Nova 7 64GB or 128GB", Issues: conflict("storage_gb")},
			catalog.Variant{Title: "Acme Nova 7 128GB", Storage: 128},
			"review: Acme Nova 7 128GB fits best, but the old title states different storage: which of them is meant?",
		},
		{
			"of the target",
			catalog.Variant{Title: "Acme Nova 7 128GB", Storage: 128},
			catalog.Variant{Title: "Acme Nova 7 64GB/128GB", Issues: conflict("storage_gb")},
			"review: Acme Nova 7 64GB/128GB fits best, but its title states different storage: which of them is meant?",
		},
		{
			"small sizes",
			catalog.Variant{Title: "Acme Nova 7 16GB with 3GB RAM", Issues: conflict("ram_gb")},
			catalog.Variant{Title: "Acme Nova 7 3GB RAM 16GB", RAM: 3, Storage: 16},
			"matched: the titles name the same product, Acme Nova 7 3GB RAM 16GB, and nothing else comes near it",
		},
	} {
		tt.old.Shop, tt.old.Key = "old", "old#item:a"
		tt.new.Shop, tt.new.Key = "new", "new#item:a"
		got := byTitle(t, match.Input{Variants: []catalog.Variant{tt.old, tt.new}}, nil, []string{"", "Borealis Terra 5", "Cinder Lumen 9", "Dunlin Primo"})[0]
		if read := string(got.Status) + ": " + got.Reason; read != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, read, tt.want)
		}
	}
}

// TestLocks: an article that one title alone binds to a carrier is asked about.
func TestLocks(t *testing.T) {
	bound := func(carrier string) []catalog.Issue {
		return []catalog.Issue{{Code: "carrier_locked", Values: []string{carrier}}}
	}
	for _, tt := range []struct {
		old, new []catalog.Issue
		want     string
	}{
		{bound("Airtel"), nil, "review: Acme Nova 7 fits best, but does not say that it is bound to Airtel, as the old title does: is it the same article?"},
		{nil, bound("EE"), "review: Acme Nova 7 fits best, but is bound to EE, which the old title does not say: is it the same article?"},
		{bound("EE"), bound("EE"), "matched: the titles name the same product, Acme Nova 7, and nothing else comes near it"},
	} {
		in := match.Input{Variants: []catalog.Variant{
			{Shop: "old", Key: "old#item:a", Title: "acme nova 7", Issues: tt.old}, {Shop: "new", Key: "new#item:a", Title: "Acme Nova 7", Issues: tt.new},
		}}
		got := byTitle(t, in, nil, []string{"", "Borealis Terra 5", "Cinder Lumen 9", "Dunlin Primo"})[0]
		if read := string(got.Status) + ": " + got.Reason; read != tt.want {
			t.Errorf("%s, want %s", read, tt.want)
		}
	}
}

// TestNamesOfTwoModels: a name that may mean another model as well is asked about where the other title names one of them, and not
// where it leaves the same open.
func TestNamesOfTwoModels(t *testing.T) {
	open := []catalog.Issue{{Code: "model_ambiguous", Field: "model", Values: []string{"POCO M4 Pro", "POCO M4 Pro 5G"}}}
	for _, tt := range []struct {
		old, new []catalog.Issue
		want     string
	}{
		{open, nil, "review: Xiaomi POCO M4 Pro fits best, but the old title may also mean the POCO M4 Pro 5G: is it the same product?"},
		{nil, open, "review: Xiaomi POCO M4 Pro fits best, but its title may also mean the POCO M4 Pro 5G: is it the same product?"},
		{open, open, "matched: the titles name the same product, Xiaomi POCO M4 Pro, and nothing else comes near it"},
		{nil, nil, "matched: the titles name the same product, Xiaomi POCO M4 Pro, and nothing else comes near it"},
	} {
		in := match.Input{Variants: []catalog.Variant{
			{Shop: "old", Key: "old#item:a", Title: "POCO M4 Pro", Model: "POCO M4 Pro", Issues: tt.old},
			{Shop: "new", Key: "new#item:a", Title: "Xiaomi POCO M4 Pro", Model: "POCO M4 Pro", Issues: tt.new},
		}}
		got := byTitle(t, in, nil, []string{"", "Borealis Terra 5", "Cinder Lumen 9", "Dunlin Primo"})[0]
		if read := string(got.Status) + ": " + got.Reason; read != tt.want {
			t.Errorf("%s, want %s", read, tt.want)
		}
	}
}

// TestEvidenceOfTitles: the words that agree, those of one side alone, and what would change the answer.
func TestEvidenceOfTitles(t *testing.T) {
	got := byTitle(t, match.Input{}, []string{"nova 7 64gb limited"}, []string{"Acme Nova 7 64GB", "Acme Nova 7 Ultra 64GB", "Acme Nova 9 64GB"})[0]
	name := got.Evidence[0]
	if !strings.HasPrefix(name.Detail, "both say nova +") || !strings.Contains(name.Detail, "; only the target says acme -") {
		t.Errorf("detail %q", name.Detail)
	}
	if name.Source != "nova 7 64gb limited" || name.Target != "Acme Nova 7 64GB" {
		t.Errorf("quotes %q and %q", name.Source, name.Target)
	}
	if got.RunnerUp == nil || got.RunnerUp.Reason != "Ultra against plain" && got.RunnerUp.Reason != "ultra against plain" {
		t.Errorf("runner-up %+v", got.RunnerUp)
	}
	if want := `with "ultra" in the title it would be Acme Nova 7 Ultra 64GB`; got.Change != want {
		t.Errorf("change %q, want %q", got.Change, want)
	}
	if len(got.Others) != 1 || !strings.Contains(got.Others[0].Reason, "another model: 9 against 7") {
		t.Errorf("others %+v", got.Others)
	}
}

// TestKnowledge: tables of one's own are laid over the built-in ones, and faults are told with file, line and value.
func TestKnowledge(t *testing.T) {
	own := fstest.MapFS{"aliases.csv": {Data: []byte("words,means,source\nfancy phone,acme nova,our shop 2026-11\n")}}
	k, err := match.Load(own)
	if err != nil {
		t.Fatal(err)
	}
	fresh := []string{"Acme Nova 7", "Borealis Pulse 7"}
	if got := byTitle(t, match.Input{Knowledge: k}, []string{"fancy phone 7"}, fresh); got[0].TargetID != "a" || got[0].Evidence[0].Level != mapping.Exact {
		t.Errorf("with an alias: %+v", got[0])
	}
	own["aliases.csv"] = &fstest.MapFile{Data: []byte("words,means,source\npocophone,borealis pulse,our shop 2026-11\n")}
	if k, err = match.Load(own); err != nil {
		t.Fatal(err)
	}
	if got := byTitle(t, match.Input{Knowledge: k}, []string{"pocophone 7"}, fresh); got[0].TargetID != "b" {
		t.Errorf("with a row of one's own in the place of a built-in one: %+v", got[0])
	}
	for table, want := range map[string]string{
		"grammar.csv:word,role,source\n\"foo\n":                                      "grammar.csv: parse error on line 2",
		"grammar.csv:word,role,source\nfoo,bar,x\n":                                  "grammar.csv:2: \"foo\" has the role \"bar\", which is none",
		"aliases.csv:words,means\n":                                                  "aliases.csv:1: columns are",
		"aliases.csv:words,means,source\na,b,\n":                                     "aliases.csv:2: \"a\" has no source or no word",
		"aliases.csv:words,means,source\n--,b,x\n":                                   "aliases.csv:2: \"--\" holds no words",
		"exceptions.csv:model,other,markets,verdict,source\nPOCO A,POCO B,,same,x\n": "the verdict \"same\" is not ask",
	} {
		file, text, _ := strings.Cut(table, ":")
		if _, err := match.Load(fstest.MapFS{file: {Data: []byte(text)}}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Load(%q) = %v, want %q", table, err, want)
		}
	}
}

// FuzzTitles: whatever the titles, each gets one line, in any order the same, and no target goes to two of a shop.
func FuzzTitles(f *testing.F) {
	f.Add("apple iphone 8 64gb\niphone 8 plus", "Apple iPhone 8 64GB\nApple iPhone 8 Plus 64GB")
	f.Add("s9+ dual\x00\n+\n", "S9+\n\n1TB")
	f.Fuzz(func(t *testing.T, old, fresh string) {
		a, b := strings.Split(old, "\n"), strings.Split(fresh, "\n")
		if len(a) > 20 || len(b) > 20 {
			t.Skip("large catalogues are for the benchmarks")
		}
		got := byTitle(t, match.Input{}, a, b)
		if len(got) != len(a) {
			t.Fatalf("%d lines for %d titles", len(got), len(a))
		}
		for _, m := range got {
			if m.Score < 0 || m.Score > 1 || m.Reason == "" || m.TargetID == "" && m.Status != mapping.Unmapped {
				t.Errorf("line %+v", m)
			}
		}
	})
}
