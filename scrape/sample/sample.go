// Package sample holds a small archive of the eleven shops, for a first look without a network and for tests.
//
// Its pages are reconstructions; testdata/README.md says of what. The readable files lie in testdata/sample, one folder a
// shop, and are packed by go generate into the WACZ that is part of the binary.
package sample

import (
	_ "embed" // for the archive

	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

//go:generate go run pack.go

//go:embed sample.wacz
var archive []byte

// Archive opens the sample. Closing it is allowed and does nothing.
func Archive() (*warc.Archive, error) { return warc.OpenBytes("sample.wacz", archive) }
