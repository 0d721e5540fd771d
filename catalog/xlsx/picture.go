package xlsx

import (
	"bytes"
	"image"
	_ "image/gif"  // pictures of shops
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise

	"github.com/xuri/excelize/v2"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// The limits of pictures. Shops show products at 800 to 1,600 pixels, some 20 to 200 KiB; a file of all those a sheet may hold stays
// small enough to be sent by mail. What is beyond them is shown by its words.
const (
	maxPicture      = 256 << 10 // bytes of one
	maxPictureSide  = 4096      // pixels
	maxPictures     = 1000      // of a sheet
	maxPictureBytes = 12 << 20  // of all different ones of a sheet
)

// The box that a picture is shown in, in pixels; a cell's height follows it.
const (
	boxWidth  = 72
	boxHeight = 54
	boxMargin = 3
)

// placed is a picture and where it goes.
type placed struct {
	cell  string
	words string
	file  []byte
	kind  string // extension of the file's name
	scale float64
}

// takePicture notes the picture of a cell, to be placed when the rows are written, and reports whether it can be shown. Files
// are taken as they are and made small by their place in the sheet alone: packing them anew would cost quality and make the
// bytes depend on who packs.
func (s *sheetWriter) takePicture(row, col int, c table.Cell) bool {
	if c.Rich == nil || len(s.pictures) >= maxPictures {
		return false
	}
	file := c.Rich.Image
	width, height, kind := measure(file)
	if kind == "" {
		return false
	}
	if digest := string(file); !s.shown[digest] { // the library stores equal files once
		if s.pictureBytes+len(file) > maxPictureBytes {
			return false
		}
		if s.shown == nil {
			s.shown = map[string]bool{}
		}
		s.shown[digest] = true
		s.pictureBytes += len(file)
	}
	s.pictures = append(s.pictures, placed{
		cell: table.Address(row, col), words: clean(c.Text), file: file, kind: "." + kind,
		scale: min(float64(boxWidth)/float64(width), float64(boxHeight)/float64(height), 1),
	})
	return true
}

// measure reads the size of a picture off its first bytes; kind is "" for what is none or beyond the limits.
func measure(file []byte) (width, height int, kind string) {
	if len(file) == 0 || len(file) > maxPicture {
		return 0, 0, ""
	}
	config, kind, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil || config.Width < 1 || config.Height < 1 || max(config.Width, config.Height) > maxPictureSide {
		return 0, 0, ""
	}
	return config.Width, config.Height, kind
}

// addPictures places the pictures, each in its cell and moving with it.
func (s *sheetWriter) addPictures() error {
	for _, p := range s.pictures {
		err := s.file.AddPictureFromBytes(s.Name, p.cell, &excelize.Picture{
			Extension: p.kind, File: p.file,
			Format: &excelize.GraphicOptions{
				AltText: p.words, ScaleX: p.scale, ScaleY: p.scale, OffsetX: boxMargin, OffsetY: boxMargin,
				Positioning: "oneCell", LockAspectRatio: true,
			},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
