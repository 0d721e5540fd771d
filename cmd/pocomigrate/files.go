package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// writeFile puts data under a name whole or not at all.
func writeFile(name string, data []byte) error {
	return streamFile(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// streamFile puts what fill writes under a name whole or not at all: it is written under a temporary name in the same
// folder, synced, and renamed.
func streamFile(name string, fill func(io.Writer) error) (err error) {
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

// writeOut writes data to a file, or to the program's output where the name is "-".
func writeOut(out io.Writer, name string, data []byte) error {
	return streamOut(out, name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// streamOut writes what fill writes to a file, whole or not at all, or to the program's output where the name is "-".
func streamOut(out io.Writer, name string, fill func(io.Writer) error) error {
	if name == "-" {
		b := bufio.NewWriterSize(out, 64<<10)
		return errors.Join(fill(b), b.Flush())
	}
	info, err := os.Stat(name)
	if (err == nil && info.IsDir()) || (name != "" && os.IsPathSeparator(name[len(name)-1])) {
		return fmt.Errorf("write %s: that is a folder; name a file", name)
	}
	return streamFile(name, fill)
}

// restoreFolder puts back what swapFolder had set aside when the program was ended between its last two steps.
func restoreFolder(name string) error {
	if _, err := os.Stat(name); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(name+".old", name); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// swapFolder replaces a folder by a new one that fill writes the files of. The old folder stands until the new one is
// complete, and comes back if the last step fails.
func swapFolder(name string, fill func(dir string) error) error {
	fresh, old := name+".new", name+".old"
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
