package main

import (
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/addresses"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// TestFileNames: every shop's feed has a name that Windows takes, too, and no two have the same.
func TestFileNames(t *testing.T) {
	for shop, want := range map[string]string{
		"po.co/uk": "po.co_uk", "poco-store-app@in": "poco-store-app@in", `a\b`: "a_b", "shop:8080": "shop_8080", `<>"|?*`: "______", "tab\there": "tab_here",
		"CON": "_CON", "nul.shop": "_nul.shop", "console": "console", "dots..": "dots", "..": "_", "": "_", ".hidden": "_.hidden", "été": "été",
	} {
		if got := fileName(shop); got != want {
			t.Errorf("fileName(%q) = %q, want %q", shop, got, want)
		}
	}
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range shops.All() {
		names = append(names, string(p.ID))
	}
	if err := distinctFiles(names); err != nil {
		t.Error(err)
	}
	if err := distinctFiles([]string{"a/b", "c", "A_b"}); err == nil || !strings.Contains(err.Error(), "a/b and A_b") {
		t.Errorf("distinctFiles = %v", err)
	}
}

// TestDriveLetters: a path with a drive letter is a file, and no address, host or ref.
func TestDriveLetters(t *testing.T) {
	for _, path := range []string{`C:\Users\ann\poco-f6.html`, `C:/Users/ann/poco-f6.html`, `\\server\share\list.csv`, `.\list.csv`} {
		if isAddress(path) || sources.Asked(path) || strings.HasPrefix(path, "git:") {
			t.Errorf("%s is taken for something else than a file", path)
		}
		lists, err := addresses.Read([]byte("https://www.po.co/uk/\r\nsee above\r\n"), path, addresses.Options{})
		if err != nil || lists[0].Ignored[0].First != path+":2: see above" {
			t.Errorf("the place of a line is %+v, %v", lists, err)
		}
		list, err := addresses.Read([]byte(path+"\r\nhttps://www.po.co/uk/\r\n"), "list", addresses.Options{})
		if err != nil || len(list[0].Entries) != 1 {
			t.Errorf("%s is taken for an address: %+v, %v", path, list, err)
		}
	}
	if name := feedName(&catalog.Variant{Shop: "poco-store-app", Market: "in"}); fileName(name) != "poco-store-app@in" {
		t.Errorf("feed %s", name)
	}
}
