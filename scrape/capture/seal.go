package capture

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// Seal ends the recording and puts it into NNNN.wacz, which appears whole or not at all; then it removes NNNN.warc.gz. It
// returns the path, or "" where nothing was recorded. After an error the recording is as it was, and the next run goes on
// with it.
func (s *Store) Seal() (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		return "", s.broken
	}
	if err := s.seal(); err != nil {
		return "", fmt.Errorf("seal the recording %s: %w", s.path(partSuffix), err)
	}
	return s.path(doneSuffix), nil
}

func (s *Store) seal() error {
	if err := s.end(); err != nil {
		return err
	}
	temp := filepath.Join(s.dir, tempPrefix+s.name+doneSuffix)
	if err := s.pack(temp); err != nil {
		if left := os.Remove(temp); !errors.Is(left, fs.ErrNotExist) {
			err = errors.Join(err, left)
		}
		return err
	}
	if err := os.Rename(temp, s.path(doneSuffix)); err != nil {
		return err
	}
	return os.Remove(s.path(partSuffix))
}

// pack writes the archive under a temporary name.
func (s *Store) pack(name string) (err error) {
	recording, err := os.Open(s.path(partSuffix))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, recording.Close()) }()
	info, err := recording.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	file := warc.File{Name: s.name + partSuffix, Data: recording, Size: info.Size()}
	err = warc.Seal(out, "Pages fetched by pocomigrate", file, s.refs)
	return errors.Join(err, s.o.Sync(out), out.Close())
}
