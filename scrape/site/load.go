package site

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

//go:embed shops/*.json layouts/*.json signals.json
var builtin embed.FS

// Shops are the profiles, by ID, and the signals that hold for all of them. It does not change once loaded.
type Shops struct {
	profiles []*Profile
	Signals  Signals
}

// Load reads the built-in profiles and layouts and lays those of overlay over them: the files at its root are profiles,
// those in its folder layouts are layouts. A file with the name of a built-in one replaces it, others are added. The signals
// in its signals.json are tried before the built-in ones, and its titles are looked at beside theirs. A nil overlay adds
// nothing, one without any such file is an error. The error joins every fault found, each with its file; signals that cannot
// be read are told alone.
func Load(overlay fs.FS) (*Shops, error) {
	profiles := slices.DeleteFunc(files("shops", overlay, "."), func(f file) bool { return f.name == signalsFile })
	layoutFiles := files("layouts", overlay, "layouts")
	signals, own, err := loadSignals(overlay)
	if err != nil {
		return nil, err
	}
	if overlay != nil && !own && !fromOverlay(profiles) && !fromOverlay(layoutFiles) {
		return nil, errors.New("the folder of shop profiles holds no .json file")
	}
	shops := &Shops{Signals: *signals}
	layouts, faults := loadLayouts(layoutFiles)
	for _, f := range profiles {
		p := &Profile{File: f.name, BuiltIn: f.fsys == builtin}
		if err := decode(f.fsys, f.name, p); err != nil {
			faults = append(faults, err)
			continue
		}
		faults = append(faults, inFile(f.name, p.check(layouts))...)
		shops.profiles = append(shops.profiles, p)
	}
	slices.SortFunc(shops.profiles, func(a, b *Profile) int { return strings.Compare(string(a.ID), string(b.ID)) })
	faults = append(faults, shops.check()...)
	return shops, errors.Join(faults...)
}

// signalsFile is the file of signals, among the built-in files and in an overlay.
const signalsFile = "signals.json"

// loadSignals reads the built-in signals and, before them, those of an overlay, and says whether it has some.
func loadSignals(overlay fs.FS) (signals *Signals, own bool, err error) {
	ours, err := readSignals(builtin)
	if err != nil || overlay == nil {
		return ours, false, err
	}
	theirs, err := readSignals(overlay)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ours, false, nil
	case err != nil:
		return nil, false, err
	}
	return &Signals{
		StateVariable: cmp.Or(theirs.StateVariable, ours.StateVariable),
		Titles:        append(theirs.Titles, ours.Titles...),
		List:          append(theirs.List, ours.List...),
	}, true, nil
}

func readSignals(fsys fs.FS) (*Signals, error) {
	s := &Signals{}
	if err := decode(fsys, signalsFile, s); err != nil {
		return nil, err
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", signalsFile, err)
	}
	return s, nil
}

// All returns every profile, sorted by ID.
func (s *Shops) All() []*Profile { return slices.Clone(s.profiles) }

// Shop returns the profile of a shop, and false where there is none.
func (s *Shops) Shop(id catalog.ShopID) (*Profile, bool) {
	for _, p := range s.profiles {
		if p.ID == id {
			return p, true
		}
	}
	return nil, false
}

// Place returns the shop that knows a canonical address, and what the address is to it.
func (s *Shops) Place(url string) (*Profile, Place, bool) {
	for _, p := range s.profiles {
		if place, ok := p.Place(url); ok {
			return p, place, true
		}
	}
	return nil, Place{}, false
}

// file is one file of the built-in ones or of an overlay.
type file struct {
	fsys fs.FS
	name string
}

// files returns the JSON files of a built-in folder with those of an overlay's folder laid over them, sorted by name.
func files(folder string, overlay fs.FS, over string) []file {
	byName := map[string]file{}
	for _, place := range []struct {
		fsys   fs.FS
		folder string
	}{{builtin, folder}, {overlay, over}} {
		if place.fsys == nil {
			continue
		}
		names, _ := fs.Glob(place.fsys, path.Join(place.folder, "*.json")) //nolint:errcheck // of a pattern alone, and this one is sound
		for _, name := range names {
			byName[path.Base(name)] = file{place.fsys, name}
		}
	}
	out := make([]file, 0, len(byName))
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		out = append(out, byName[name])
	}
	return out
}

func fromOverlay(files []file) bool {
	return slices.ContainsFunc(files, func(f file) bool { return f.fsys != builtin })
}

// inFile says of each fault in which file it is: they are shown as lines among those of other files.
func inFile(name string, faults []error) []error {
	for i, err := range faults {
		faults[i] = fmt.Errorf("%s: %w", name, err)
	}
	return faults
}

func loadLayouts(files []file) (map[string]*Layout, []error) {
	layouts := map[string]*Layout{}
	var faults []error
	for _, f := range files {
		l := &Layout{Name: strings.TrimSuffix(path.Base(f.name), ".json"), File: f.name, BuiltIn: f.fsys == builtin}
		if err := decode(f.fsys, f.name, l); err != nil {
			faults = append(faults, err)
		} else {
			faults = append(faults, inFile(f.name, l.check())...)
		}
		layouts[l.Name] = l
	}
	return layouts, faults
}

// decode reads one JSON value strictly: unknown keys and anything after the value are errors.
func decode(fsys fs.FS, name string, into any) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%s:%d: %w", name, lineOf(err, data), err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: there is more than one value in the file", name)
	}
	return nil
}

// lineOf returns the line of a file that a decoding error speaks of, as far as the error tells.
func lineOf(err error, data []byte) int {
	at := len(data)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = int(syntax.Offset)
	} else if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		at = int(kind.Offset)
	} else if _, field, ok := strings.Cut(err.Error(), "unknown field "); ok {
		at = max(0, bytes.Index(data, []byte(field)))
	} else if p, ok := strings.CutPrefix(err.Error(), "pattern "); ok {
		value, _, _ := strings.Cut(p, ":")
		at = max(0, bytes.Index(data, []byte(value)))
	}
	return 1 + bytes.Count(data[:min(at, len(data))], []byte("\n"))
}
