package runfolder

import (
	"errors"
	"fmt"
	"io/fs"
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

// TakeOfRun takes the lock of a folder that a run was ever in, as its lock file shows. Any other folder is left alone, so that no
// such file comes to lie beside a snapshot that somebody keeps elsewhere.
func (l *Lock) TakeOfRun() error {
	if _, err := os.Stat(filepath.Join(l.Dir, LockFile)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return l.Take()
}

// Release gives the lock back.
func (l *Lock) Release() error {
	if l.file == nil {
		return nil
	}
	return l.file.Unlock()
}
