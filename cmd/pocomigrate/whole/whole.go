// Package whole writes files and folders whole or not at all: whoever reads one, also after a crash, finds what was there before or
// what is there now, and nothing between.
package whole

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Write puts data under a name whole or not at all.
func Write(name string, data []byte) error {
	return Stream(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// Stream puts what fill writes under a name whole or not at all: it is written under a temporary name in the same
// folder, synced, and renamed.
func Stream(name string, fill func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	b := bufio.NewWriterSize(f, 64<<10)
	err = fill(b)
	if err == nil {
		err = b.Flush()
	}
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return os.Rename(f.Name(), name)
}

// WriteOut writes data to a file, or to the program's output where the name is "-".
func WriteOut(out io.Writer, name string, data []byte) error {
	return StreamOut(out, name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// StreamOut writes what fill writes to a file, whole or not at all, or to the program's output where the name is "-".
func StreamOut(out io.Writer, name string, fill func(io.Writer) error) error {
	if name == "-" {
		b := bufio.NewWriterSize(out, 64<<10)
		if err := fill(b); err != nil {
			return err
		}
		return b.Flush()
	}
	info, err := os.Stat(name)
	if (err == nil && info.IsDir()) || (name != "" && os.IsPathSeparator(name[len(name)-1])) {
		return fmt.Errorf("write %s: that is a folder; name a file", name)
	}
	return Stream(name, fill)
}

// Aside is what the name of a folder has at its end while [SwapFolder] replaces it.
const Aside = ".old"

// RestoreFolder puts back what SwapFolder had set aside when the program was ended between its last two steps.
func RestoreFolder(name string) error {
	if _, err := os.Stat(name); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(name+Aside, name); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// SwapFolder replaces a folder by a new one that fill writes the files of. The old folder stands until the new one is
// complete, and comes back if the last step fails.
func SwapFolder(name string, fill func(dir string) error) error {
	fresh, old := name+".new", name+Aside
	if err := errors.Join(os.RemoveAll(fresh), os.RemoveAll(old), os.MkdirAll(fresh, 0o755)); err != nil {
		return err
	}
	if err := fill(fresh); err != nil {
		return errors.Join(err, os.RemoveAll(fresh))
	}
	if err := os.Rename(name, old); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(fresh, name); err != nil {
		return errors.Join(err, os.Rename(old, name))
	}
	return os.RemoveAll(old)
}
