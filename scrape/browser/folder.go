package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// folderPattern names the folders of browsers. It is short: the path of a socket in it must not be longer than 107 bytes.
const folderPattern = "pocomigrate-*"

// folder holds what Chromium writes. While its process lives, the file "lock" in it is locked.
type folder struct {
	path string
	lock *os.File
}

// newFolder makes a folder in parent, after it has removed those whose process is gone.
func newFolder(parent string) (*folder, error) {
	sweep(parent)
	path, err := os.MkdirTemp(parent, folderPattern)
	if err != nil {
		return nil, fmt.Errorf("folder of the browser: %w", err)
	}
	lock, err := takeLock(filepath.Join(path, "lock"))
	if err != nil {
		return nil, fmt.Errorf("folder of the browser: %w", err)
	}
	return &folder{path: path, lock: lock}, nil
}

// profile is where Chromium keeps what it keeps.
func (f *folder) profile() string { return filepath.Join(f.path, "profile") }

// environment leads what Chromium writes beside its profile into the folder, as far as it goes by the environment. Its
// temporary files are left where the system wants them when the folder's path is too long for a socket.
func (f *folder) environment() []string {
	const (
		socket  = len("/org.chromium.Chromium.123456/SingletonSocket")
		longest = 103 // on macOS; Linux has 107
	)
	env := []string{"HOME=" + f.path, "XDG_CONFIG_HOME=", "XDG_CACHE_HOME=", "TZ=UTC"}
	if len(f.path)+socket <= longest {
		env = append(env, "TMPDIR="+f.path)
	}
	return env
}

// remove removes the folder. A child of the browser may still write there for a moment after the browser's end.
func (f *folder) remove() error {
	const tries, pause = 50, 20 * time.Millisecond
	err := f.lock.Close()
	for range tries {
		if err = os.RemoveAll(f.path); err == nil {
			return nil
		}
		time.Sleep(pause)
	}
	return fmt.Errorf("folder of the browser: %w", err)
}

// sweep removes the folders that nobody holds any more. One that cannot be judged or removed is left: it may be another
// user's.
func sweep(parent string) {
	locks, err := filepath.Glob(filepath.Join(parent, folderPattern, "lock"))
	if err != nil {
		return
	}
	for _, name := range locks {
		if isFree(name) {
			_ = os.RemoveAll(filepath.Dir(name)) //nolint:errcheck // the next start tries again
		}
	}
}
