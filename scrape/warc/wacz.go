package warc

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// addWACZ indexes the WARC members of a zip in the order of their names.
func (ix *index) addWACZ(r io.ReaderAt, size int64) error {
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are never used as paths here
		return fmt.Errorf("read it as a WACZ: %w; fetch or pack the file again", err)
	}
	if len(z.File) > maxZipEntries {
		return fmt.Errorf("zip has %d members, more than the %d a WACZ may have here", len(z.File), maxZipEntries)
	}
	var warcs []*zip.File
	for _, f := range z.File {
		if dir, base := path.Split(f.Name); dir == "archive/" && isWARCName(base) {
			warcs = append(warcs, f)
		}
	}
	if len(warcs) == 0 {
		return errors.New("zip holds no archive/*.warc or archive/*.warc.gz and so is no WACZ")
	}
	slices.SortStableFunc(warcs, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	// Members may lie in one another, and a small zip may so hold any number of large ones: what they take from the file
	// together is no more than there is of it.
	stored, inflated := size, int64(maxInflated)
	for _, f := range warcs {
		m, err := openMember(r, f, size, inflated)
		if err == nil && f.Method == zip.Store {
			if stored -= m.size; stored < 0 {
				err = errors.New("members of the zip overlap; fetch or pack the file again")
			}
		} else if err == nil {
			inflated -= m.size
		}
		if err == nil {
			var kind format
			if kind, err = m.sniff(); err == nil && kind != formatWARC {
				err = m.unknown()
			}
		}
		if err != nil {
			ix.report(f.Name, "member cannot be read as a WARC", err)
			continue
		}
		ix.addMember(m)
	}
	ix.checkPackage(z, size)
	return nil
}

func isWARCName(base string) bool {
	return strings.HasSuffix(base, ".warc") || strings.HasSuffix(base, ".warc.gz")
}

// openMember gives access to a member of a zip of whole bytes: in place where it is stored, else inflated into memory up to
// most bytes.
func openMember(r io.ReaderAt, f *zip.File, whole, most int64) (*member, error) {
	if f.Method == zip.Store {
		at, err := f.DataOffset()
		if err != nil {
			return nil, err
		}
		size := min(int64(min(f.CompressedSize64, 1<<62)), max(0, whole-at)) // a false size ends at the end of the file
		return &member{name: f.Name, data: io.NewSectionReader(r, at, size), size: size}, nil
	}
	content, err := f.Open()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(content, most+1))
	if err = cmp.Or(err, content.Close()); err != nil {
		return nil, err
	}
	if int64(len(data)) > most {
		return nil, fmt.Errorf("compressed members take more than %d MiB; pack them stored", maxInflated>>20)
	}
	return &member{name: f.Name, data: bytes.NewReader(data), size: int64(len(data))}, nil
}
