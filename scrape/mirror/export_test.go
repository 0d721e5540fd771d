package mirror

import (
	"io"
	"io/fs"
	"os"
)

// Readings, ParseHost and TypeOf open the rules of names and types to their tables.
var (
	Readings  = readings
	ParseHost = parseHost
)

// TypeOf is the type that a file is given which was saved from an address.
func TypeOf(address string, body []byte) string {
	if media := typeByName(address); media != "" {
		return media
	}
	return typeByBytes(body)
}

// Line is what HTTrack's list says of one address, and the file that it leads to in a mirror which holds a.html alone.
type Line struct{ URL, File, Fault string }

// ParseCacheList reads HTTrack's list.
func ParseCacheList(r io.Reader, most int) ([]Line, error) {
	lines, err := parseCacheList(r, most)
	files := map[string]*file{"www.po.co/a.html": {path: "www.po.co/a.html"}}
	out := make([]Line, len(lines))
	for i, l := range lines {
		out[i] = Line{URL: l.url, Fault: l.fault}
		if f := l.find(files); f != nil {
			out[i].File = f.path
		}
	}
	return out, err
}

// Places finds out which hosts the folders of a mirror are named for.
func Places(top fs.FS) error {
	_, err := places(top, "copy", "")
	return err
}

// Walk lists the paths in a folder, looking at no more than limit files and folders, and says what was noted of the rest.
func Walk(root *os.Root, limit int) (paths, faults []string, err error) {
	w := &walk{root: root, left: limit}
	err = w.folder(".", 0)
	for _, f := range w.files {
		if f.fault != "" {
			faults = append(faults, f.path+" "+f.fault)
		} else {
			paths = append(paths, f.path)
		}
	}
	return paths, faults, err
}
