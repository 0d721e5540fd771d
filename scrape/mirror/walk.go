package mirror

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// file is a file of the mirror, or something in its place.
type file struct {
	path string // below the mirror, with slashes
	size int64
	time time.Time

	fault string // why it is not read, "" for nothing
	cause error
}

// walk lists what is in a mirror.
type walk struct {
	root  *os.Root
	files []file
	left  int // how many more files and folders may be looked at
}

// errFull says that no more is looked at.
var errFull = errors.New("the mirror is too large")

// folder walks a folder, names in order. Only errFull is returned; other trouble is noted.
func (w *walk) folder(name string, depth int) error {
	if depth > maxDepth {
		w.note(name, fmt.Sprintf("lies deeper than %d folders; it is not read", maxDepth), nil)
		return nil
	}
	entries, err := w.entries(name)
	if errors.Is(err, errFull) {
		return err
	} else if err != nil {
		w.note(name, "folder cannot be read", err)
	}
	for _, e := range entries {
		inside := path.Join(name, e.Name())
		switch {
		case e.IsDir():
			if err := w.folder(inside, depth+1); err != nil {
				return err
			}
		default:
			w.file(inside)
		}
	}
	return nil
}

// entries reads a folder in parts, so that a cap can stop it.
func (w *walk) entries(name string) ([]fs.DirEntry, error) {
	d, err := w.root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, err
	}
	var out []fs.DirEntry
	for err == nil {
		var part []fs.DirEntry
		part, err = d.ReadDir(1024)
		out = append(out, part...)
		if w.left -= len(part); w.left < 0 {
			w.note(name, fmt.Sprintf("more than %d files and folders; the rest is not read", maxFiles), nil)
			err = errFull
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	slices.SortFunc(out, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return out, errors.Join(err, d.Close())
}

// file looks at what stands under a name. A link may lead to another file of the mirror.
func (w *walk) file(name string) {
	info, err := w.root.Lstat(filepath.FromSlash(name))
	if err == nil && info.Mode().Type() == fs.ModeSymlink {
		if info, err = w.root.Stat(filepath.FromSlash(name)); err != nil {
			w.note(name, "link is not followed", err)
			return
		}
	}
	switch {
	case err != nil:
		w.note(name, "file cannot be read", err)
	case info.IsDir():
		w.note(name, "link to a folder is not followed", nil)
	case !info.Mode().IsRegular():
		w.note(name, "is no file ("+info.Mode().Type().String()+")", nil)
	case info.Size() > maxBody+maxHead:
		w.note(name, fmt.Sprintf("file is larger than %d MiB", maxBody>>20), nil)
	default:
		w.files = append(w.files, file{path: name, size: info.Size(), time: info.ModTime().UTC()})
	}
}

func (w *walk) note(name, fault string, cause error) {
	w.files = append(w.files, file{path: name, fault: fault, cause: cause})
}
