package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
)

// runLock keeps other runs of the program out of a run folder. It is taken when the folder is first written to, and is
// gone when the program ends, however it ends.
type runLock struct {
	dir  string
	file *flock.Flock // nil until it is taken
}

// take takes the lock, once, and makes the folder where it is missing.
func (l *runLock) take() error {
	if l.file != nil {
		return nil
	}
	if err := os.MkdirAll(l.dir, 0o755); err != nil {
		return fmt.Errorf("make the run folder: %w", err)
	}
	file := flock.New(filepath.Join(l.dir, lockFile))
	taken, err := file.TryLock()
	if err != nil {
		return fmt.Errorf("lock the run folder: %w", err)
	}
	if !taken {
		return hint.Add(
			fmt.Errorf("%s: another run of pocomigrate writes to it at this moment", l.dir),
			"wait until it has ended, or name another folder with -o",
		)
	}
	l.file = file
	return nil
}

// release gives the lock back.
func (l *runLock) release() error {
	if l.file == nil {
		return nil
	}
	return l.file.Unlock()
}
