package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Append adds lines to the end of the ledger file of this name, which is made where it is missing. When it returns nil the
// lines are on the disk; when it returns an error none of them is in the file, unless the error says so. What is in the
// file stays as it is, a last line without its line feed gets one, and a last line that is no JSON object is an error. Nobody
// else may write to the file meanwhile: the caller keeps them out.
func Append(name string, lines []Line) error {
	data, err := Encode(lines)
	if err != nil || len(data) == 0 {
		return err
	}
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return fmt.Errorf("append to ledger: %w", err)
	}
	if err := errors.Join(appendTo(f, data), f.Close()); err != nil {
		return fmt.Errorf("append to ledger %s: %w", name, err)
	}
	return nil
}

func appendTo(f *os.File, data []byte) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	open, err := lineIsOpen(f, info.Size())
	if err != nil {
		return err
	}
	if open {
		data = append([]byte("\n"), data...)
	}
	return writeAt(f, data, info.Size())
}

// writeAt writes data and sees it onto the disk, or cuts the file back to its size.
func writeAt(f *os.File, data []byte, size int64) error {
	_, err := f.WriteAt(data, size)
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		return nil
	}
	if terr := f.Truncate(size); terr != nil {
		return fmt.Errorf("%w; a part of it may be in the file, for it could not be cut back: %w", err, terr)
	}
	return err
}

// lineIsOpen says whether the file's last line lacks its line feed. One that is no whole object was cut off, and nothing may
// be written behind it.
func lineIsOpen(f *os.File, size int64) (bool, error) {
	tail := make([]byte, min(size, maxLine))
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil {
		return false, err
	}
	if size == 0 || tail[len(tail)-1] == '\n' {
		return false, nil
	}
	last := tail[bytes.LastIndexByte(tail, '\n')+1:]
	if _, err := decode(bytes.TrimSpace(last)); err != nil {
		return false, fmt.Errorf("its last line: %w", err)
	}
	return true, nil
}

// Open reads the ledger file of this name. One that is not there is empty.
func Open(name string) (*Ledger, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return &Ledger{}, nil
	}
	if err != nil {
		return nil, err
	}
	l, err := Read(f, name)
	return l, errors.Join(err, f.Close())
}
