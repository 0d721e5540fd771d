package runfolder

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
)

// Lock keeps other runs of the program out of a run folder. It is taken when the folder is first written to, and is
// gone when the program ends, however it ends. The zero value with a folder is one that is not taken.
type Lock struct {
	Dir  string
	file *flock.Flock // nil until it is taken
}

// Take takes the lock, once, and makes the folder where it is missing.
func (l *Lock) Take() error {
	if l.file != nil {
		return nil
	}
	if err := os.MkdirAll(l.Dir, 0o755); err != nil {
		return fmt.Errorf("make the run folder: %w", err)
	}
	file := flock.New(filepath.Join(l.Dir, LockFile))
	taken, err := file.TryLock()
	if err != nil {
		return fmt.Errorf("lock the run folder: %w", err)
	}
	if !taken {
		return hint.Add(
			fmt.Errorf("%s: another run of pocomigrate writes to it at this moment", l.Dir),
			"wait until it has ended, or name another folder with -o",
		)
	}
	l.file = file
	return nil
}

// Release gives the lock back.
func (l *Lock) Release() error {
	if l.file == nil {
		return nil
	}
	return l.file.Unlock()
}
