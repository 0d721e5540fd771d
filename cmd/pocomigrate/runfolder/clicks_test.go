package runfolder_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/addresses"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
)

// TestClicks: what the lists count is kept by address, in the order of addresses and one unit for each; the next lists take its
// place, and lists that count nothing do not.
func TestClicks(t *testing.T) {
	dir := t.TempDir()
	if none, err := runfolder.ReadClicks(dir); none != nil || err != nil {
		t.Errorf("a folder without: %v, %v", none, err)
	}
	if of, err := runfolder.ClicksOf(dir); of != nil || err != nil {
		t.Errorf("a folder without has someone to ask: %v, %v", of != nil, err)
	}
	lists := &addresses.Set{Rows: []addresses.Row{
		{Canonical: "https://po.co/uk/product/poco-f6", Counts: []addresses.Count{{Unit: addresses.Links, Count: 900, Share: 0.9}, {Unit: addresses.Clicks, Count: 12, Share: 0.1}}},
		{Canonical: "https://po.co/uk/product/poco-c75?a=b&c=d", Counts: []addresses.Count{{Unit: addresses.Clicks, Count: 7}}},
		{Canonical: "https://po.co/uk/product/poco-m6"},
	}}
	if err := runfolder.WriteClicks(dir, lists); err != nil {
		t.Fatal(err)
	}
	weight, _ := lists.Rows[0].Weight()
	want := []runfolder.Clicked{
		{Address: "https://po.co/uk/product/poco-c75?a=b&c=d", Clicks: 7, Unit: addresses.Clicks},
		{Address: "https://po.co/uk/product/poco-f6", Clicks: weight.Count, Unit: weight.Unit},
	}
	for range 2 { // the second time after lists that count nothing
		got, err := runfolder.ReadClicks(dir)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("clicks (-want +got):\n%s", d)
		}
		if err := runfolder.WriteClicks(dir, &addresses.Set{Rows: lists.Rows[2:]}); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, runfolder.ClicksFile))
	if err != nil || !strings.Contains(string(text), "?a=b&c=d\"") {
		t.Errorf("addresses stand as people write them: %s, %v", text, err)
	}
	of, err := runfolder.ClicksOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	if n, ok := of("http://www.po.co/uk/product/poco-c75/?a=b&c=d#top"); n != 7 || !ok {
		t.Errorf("another spelling of the address has %d clicks, %v", n, ok)
	}
	if n, ok := of("https://po.co/uk/product/poco-m6"); n != 0 || ok {
		t.Errorf("an address that nobody counted has %d clicks, %v", n, ok)
	}
}

// TestDamagedClicks: a line that cannot be read is named, and what to do.
func TestDamagedClicks(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, runfolder.ClicksFile)
	if err := os.WriteFile(name, []byte("{\"address\":\"https://po.co/uk\",\"clicks\":1}\n{\"addr"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := runfolder.ReadClicks(dir)
	if err == nil || !strings.HasPrefix(err.Error(), name+":2: ") || hint.Of(err) != "remove the file: 'scrape --urls' writes it anew" {
		t.Errorf("error %v, hint %q", err, hint.Of(err))
	}
	if of, err := runfolder.ClicksOf(dir); of != nil || err == nil {
		t.Errorf("what cannot be read has someone to ask: %v, %v", of != nil, err)
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(name, 0o750); err != nil {
		t.Fatal(err)
	}
	if _, err := runfolder.ReadClicks(dir); err == nil {
		t.Error("a folder in the file's place is taken for none")
	}
}
