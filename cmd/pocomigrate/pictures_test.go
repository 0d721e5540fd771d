package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/mapping/review"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// record writes answers into the recording of a run folder.
func record(t *testing.T, dir string, answers map[string]scrape.Exchange) {
	t.Helper()
	folder := filepath.Join(dir, runfolder.CaptureFolder)
	if err := os.MkdirAll(folder, 0o750); err != nil {
		t.Fatal(err)
	}
	f := must(os.Create(filepath.Join(folder, "0001.warc.gz")))
	w := warc.NewWriter(f)
	if err := w.Info(time.Unix(0, 0), "software: pocomigrate"); err != nil {
		t.Fatal(err)
	}
	for url, x := range answers {
		x.URL, x.Via, x.Time = url, "browser", time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
		if _, err := w.Exchange(&x); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestPicturesOfARun: the workbook shows the pictures of old variants that a run recorded, and says nothing of those that it
// was refused.
func TestPicturesOfARun(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	command(t, "scrape", "--sample", "-q", "-o", dir)
	c := must(runfolder.Read(dir))
	links := map[string]string{} // image address by key
	for _, v := range c.Variants {
		links[string(v.Key)] = v.ImageLink
	}
	plain := bookOf(t, dir)
	before, _ := plain.Sheet(review.SheetReview)
	if before.Index("Picture") >= 0 {
		t.Fatal("there is a column of pictures, and none was recorded")
	}
	var shown, refused string
	for _, row := range before.Rows {
		switch link := links[row[before.Index("Row id")].Text]; {
		case link == "" || link == shown:
		case shown == "":
			shown = link
		case refused == "":
			refused = link
		}
	}
	if shown == "" || refused == "" {
		t.Fatalf("the sample has no two pictures of open rows: %q, %q", shown, refused)
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewPaletted(image.Rect(0, 0, 40, 30), color.Palette{color.White})); err != nil {
		t.Fatal(err)
	}
	record(t, dir, map[string]scrape.Exchange{
		shown:   {Status: http.StatusOK, Header: http.Header{"Content-Type": {"image/png"}}, Body: picture.Bytes()},
		refused: {Status: http.StatusForbidden, Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte("Access Denied")},
	})
	book := bookOf(t, dir)
	s, _ := book.Sheet(review.SheetReview)
	if s.Index("Picture") < 0 {
		t.Fatal("there is no column of pictures")
	}
	n := 0
	for _, row := range s.Rows {
		cell := row[s.Index("Picture")]
		want := links[row[s.Index("Row id")].Text] == shown
		if got := cell.Kind == table.Picture && bytes.Equal(cell.Rich.Image, picture.Bytes()); got != want {
			t.Errorf("%s: picture shown: %v, want %v", row[s.Index("Row id")].Text, got, want)
		}
		if want {
			n++
		}
	}
	if n == 0 {
		t.Error("no row has the picture")
	}
}
