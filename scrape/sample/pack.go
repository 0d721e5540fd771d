//go:build ignore

// Command pack packs the readable pages under testdata into the two archives that are made of them.
package main

import (
	"fmt"
	"os"

	"github.com/pocomigrate/pocomigrate/scrape/sample"
)

// maxSize bounds an archive, since one is part of the binary and both of the repository.
const maxSize = 1 << 20

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func run() error {
	for _, archive := range []struct{ folder, file string }{
		{"../../testdata/sample", "sample.wacz"},
		{"../../testdata/trouble", "../../testdata/trouble.wacz"},
	} {
		folder, file := archive.folder, archive.file
		packed, err := sample.Pack(os.DirFS(folder))
		if err != nil {
			return fmt.Errorf("%s: %w", folder, err)
		}
		if len(packed) > maxSize {
			return fmt.Errorf("%s: packs to %d bytes, more than %d; trim its pages", folder, len(packed), maxSize)
		}
		if err := os.WriteFile(file, packed, 0o644); err != nil {
			return err
		}
	}
	return nil
}
