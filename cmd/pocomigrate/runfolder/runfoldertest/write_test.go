package runfoldertest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder/runfoldertest"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// TestWrite: what is written for tests is what the program writes.
func TestWrite(t *testing.T) {
	contents := func() *runfolder.Contents {
		key := catalog.NewKey("po.co/uk", "", "item:1")
		return &runfolder.Contents{
			Variants: []catalog.Variant{{Key: key, Shop: "po.co/uk"}, {Key: "mi.com/uk#item:9", Shop: "mi.com/uk"}},
			Mappings: []mapping.Mapping{{Source: "po.co/uk", SourceID: "item:1", Target: "mi.com/uk"}, {Target: "mi.com/uk", TargetID: "9"}},
			Coverage: []catalog.Coverage{{Shop: "po.co/uk", URL: "https://po.co/uk"}, {Shop: "po.co/de", URL: "https://po.co/de"}},
			Sources:  []catalog.Sources{catalog.NewSources(key, []catalog.Provenance{{Key: key, Field: "title", Used: true}})},
		}
	}
	ours, theirs := t.TempDir(), t.TempDir()
	runfoldertest.Write(t, ours, contents())
	if err := contents().Write(theirs); err != nil {
		t.Fatal(err)
	}
	var read [2]*runfolder.Contents
	for i, dir := range []string{theirs, ours} {
		var err error
		if read[i], err = runfolder.Read(dir); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(read[0], read[1]); d != "" {
		t.Errorf("(-the program's +ours):\n%s", d)
	}
}
