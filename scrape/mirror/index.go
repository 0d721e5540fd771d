package mirror

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// index fills the mirror with its entries.
func (m *Mirror) index(o Options) error {
	lines, recorded, err := readCacheList(m.root)
	if err != nil {
		m.add(&entry{record: cacheList, fault: "HTTrack's list cannot be read to its end", cause: err})
	}
	found, err := places(m.root.FS(), m.name, o.Base)
	switch {
	case errors.Is(err, ErrNoHost) && recorded:
		found = []place{{folder: "."}} // the list says what is what
	case err != nil:
		return err
	}
	b := &builder{
		Mirror: m, knows: o.Knows, files: map[string]*file{}, told: map[string]bool{}, commented: m.isHTTrack(),
	}
	b.walk(found)
	b.addLines(lines)
	for i, p := range found {
		b.addFiles(p, b.walked[i])
	}
	m.finish()
	return nil
}

// isHTTrack looks for what HTTrack leaves at the top of a mirror beside its list.
func (m *Mirror) isHTTrack() bool {
	for _, name := range []string{"hts-cache", "hts-log.txt", "backblue.gif"} {
		if _, err := m.root.Lstat(name); err == nil {
			return true
		}
	}
	return false
}

// builder makes the entries of a mirror.
type builder struct {
	*Mirror
	knows     func(string) bool
	walked    [][]file         // of each place
	files     map[string]*file // by path
	told      map[string]bool  // paths of files that HTTrack's list tells of
	commented bool             // pages say in a comment where they are from
}

// walk lists the files of each place.
func (b *builder) walk(found []place) {
	b.walked = make([][]file, len(found))
	left := maxFiles
	for i, p := range found {
		w := &walk{root: b.root, left: left}
		info, err := b.root.Lstat(filepath.FromSlash(p.folder))
		if err == nil && info.IsDir() {
			err = w.folder(p.folder, 0)
		} else {
			w.file(p.folder) // says what it is
		}
		for j := range w.files {
			b.files[w.files[j].path] = &w.files[j]
		}
		b.walked[i], left = w.files, w.left
		if errors.Is(err, errFull) {
			break
		}
	}
}

// addFiles adds the files of a place, those aside that HTTrack's list tells of.
func (b *builder) addFiles(p place, files []file) {
	for i := range files {
		f := &files[i]
		if p.base == "" || b.told[f.path] || b.isOriginal(f.path) || strings.HasPrefix(f.path, "hts-cache/") {
			continue
		}
		e := &entry{record: f.path, file: f.path, time: f.time, status: 200, fault: f.fault, cause: f.cause}
		below := p.below(f.path)
		if o, bare := b.original(f.path); o != nil {
			e.record, e.file, e.time = o.path, o.path, o.time
			if bare {
				below = strings.TrimSuffix(below, added)
			}
		}
		e.url = b.choose(readings(p.base, below))
		if b.commented && f.fault == "" && strings.HasSuffix(f.path, added) {
			if body, err := b.content(f.path); err == nil {
				if address, at, ok := parseMirrored(body); ok {
					e.url, e.time = address, at
				}
			}
		}
		b.add(e)
	}
}

// choose returns the address that the caller knows, or else the likeliest.
func (b *builder) choose(addresses []string) string {
	if b.knows == nil {
		return addresses[0]
	}
	known := func(address string) bool { return b.knows(scrape.Canonical(address)) }
	if i := slices.IndexFunc(addresses, known); i >= 0 {
		return addresses[i]
	}
	for _, a := range addresses {
		for doubled := range doubleSlashes(a) {
			if known(doubled) {
				return doubled
			}
		}
	}
	return addresses[0]
}

// original is the ending of what wget -K keeps of a file whose links it converts. Where it added ".html", it puts the ending
// in its place.
const original = ".orig"

// original returns what was got for a file, where wget kept it, and whether ".html" was added to its name.
func (b *builder) original(name string) (o *file, bare bool) {
	if o := b.files[name+original]; o != nil && o.fault == "" {
		return o, false
	}
	before, html := strings.CutSuffix(name, added)
	if o := b.files[before+original]; html && o != nil && o.fault == "" {
		return o, true
	}
	return nil, false
}

// isOriginal reports whether a file is read in place of another.
func (b *builder) isOriginal(name string) bool {
	converted, ok := strings.CutSuffix(name, original)
	return ok && (b.files[converted] != nil || b.files[converted+added] != nil)
}

func (m *Mirror) add(e *entry) { m.entries = append(m.entries, e) }

// finish sorts the entries by what they are called here, and the captures of each address.
func (m *Mirror) finish() {
	slices.SortStableFunc(m.entries, func(a, b *entry) int { return strings.Compare(a.record, b.record) })
	for _, e := range m.entries {
		m.byRecord[e.record] = e
		if e.url != "" {
			at := scrape.Canonical(e.url)
			m.byURL[at] = append(m.byURL[at], e)
		}
	}
	for _, list := range m.byURL {
		slices.SortStableFunc(list, func(a, b *entry) int { return b.time.Compare(a.time) })
	}
}
