package warc

import (
	"archive/zip"
	"bytes"
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
	for _, f := range warcs {
		m, err := openMember(r, f)
		if err == nil {
			var kind format
			if kind, err = m.sniff(); err == nil && kind != formatWARC {
				err = m.unknown()
			}
		}
		if err != nil {
			ix.entries = append(ix.entries, &entry{record: f.Name, fault: "member cannot be read as a WARC", cause: err})
			continue
		}
		ix.addMember(m)
	}
	return nil
}

func isWARCName(base string) bool {
	return strings.HasSuffix(base, ".warc") || strings.HasSuffix(base, ".warc.gz")
}

// openMember gives access to a zip member: in place where it is stored, else inflated into memory.
func openMember(r io.ReaderAt, f *zip.File) (*member, error) {
	if f.Method == zip.Store {
		at, err := f.DataOffset()
		if err != nil {
			return nil, err
		}
		size := int64(min(f.CompressedSize64, 1<<62)) // a false size ends at the end of the file
		return &member{name: f.Name, data: io.NewSectionReader(r, at, size), size: size}, nil
	}
	content, err := f.Open()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(content, maxInflated+1))
	if err = errors.Join(err, content.Close()); err != nil {
		return nil, err
	}
	if len(data) > maxInflated {
		return nil, fmt.Errorf("compressed member is larger than %d MiB; pack it stored", maxInflated>>20)
	}
	return &member{name: f.Name, data: bytes.NewReader(data), size: int64(len(data))}, nil
}
