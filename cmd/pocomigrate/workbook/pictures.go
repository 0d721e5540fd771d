package workbook

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// maxPictureBytes bounds what the pictures of one workbook take in memory; one of many thousand rows shows those of the first.
const maxPictureBytes = 16 << 20

// pictures finds pictures among what a run recorded. A recording that cannot be read has none: a workbook is not held up by its
// decoration.
type pictures struct {
	ctx      context.Context //nolint:containedctx // it lives for the making of one workbook, which asks for pictures by a plain func
	archives []*warc.Archive // the newest first
	found    map[string][]byte
	size     int
}

// openPictures opens the recordings of a run folder, the sealed ones and the one that is going on.
func openPictures(ctx context.Context, dir string) *pictures {
	p := &pictures{ctx: ctx, found: map[string][]byte{}}
	var names []string
	for _, pattern := range []string{"*.wacz", "*.warc.gz"} {
		list, err := filepath.Glob(filepath.Join(dir, runfolder.CaptureFolder, pattern))
		if err == nil {
			names = append(names, list...)
		}
	}
	slices.Sort(names)
	for _, name := range slices.Backward(names) {
		if a, err := warc.Open(name); err == nil {
			p.archives = append(p.archives, a)
		}
	}
	return p
}

// image returns the picture at an address, nil where none was recorded.
func (p *pictures) image(address string) []byte {
	if image, known := p.found[address]; known {
		return image
	}
	var image []byte
	for _, a := range p.archives {
		page, err := a.Fetch(p.ctx, address)
		if err == nil && page.Status == http.StatusOK && strings.HasPrefix(page.MediaType(), "image/") {
			image = page.Body
			break
		}
	}
	if p.size+len(image) > maxPictureBytes {
		image = nil
	}
	p.size += len(image)
	p.found[address] = image
	return image
}

func (p *pictures) close() error {
	var errs []error
	for _, a := range p.archives {
		errs = append(errs, a.Close())
	}
	return errors.Join(errs...)
}
