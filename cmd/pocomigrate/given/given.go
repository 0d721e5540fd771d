// Package given finds the snapshots that somebody names, wherever they lie, reads them, and says what is wrong with them.
package given

import (
	"archive/zip"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
)

// Snapshot is one that was named on the command line, wherever it lies: in a run folder, in its own folder, in a ZIP
// archive, or in a commit. Its files can be read again and again.
type Snapshot struct {
	Name     string // as it was named
	files    fs.FS
	Folder   string // of the snapshot within files
	Manifest snapshot.Manifest
	sound    map[string]bool // files whose sum was found to be the manifest's
	release  func() error
}

// Open finds a snapshot by its name: git:REF[:PATH], a .zip file, or a folder. The caller closes it.
func Open(ctx context.Context, name string) (g *Snapshot, err error) {
	g = &Snapshot{Name: name, sound: map[string]bool{}, release: func() error { return nil }}
	switch commit, isGit := strings.CutPrefix(name, "git:"); {
	case isGit:
		g.files, err = openCommit(ctx, commit)
	case strings.EqualFold(path.Ext(name), ".zip"):
		var archive *zip.ReadCloser
		if archive, err = zip.OpenReader(name); err == nil {
			g.files, g.release = archive, archive.Close
		} else if !errors.Is(err, fs.ErrNotExist) {
			err = fmt.Errorf("%s: %w", name, err)
		}
	default:
		g.files = os.DirFS(name)
	}
	if err != nil {
		return nil, err
	}
	if err = g.readManifest(); err != nil {
		return nil, errors.Join(err, g.Close())
	}
	return g, nil
}

// Close gives up what the snapshot was read from.
func (g *Snapshot) Close() error { return g.release() }

// readManifest finds the snapshot among the files and reads its manifest.
func (g *Snapshot) readManifest() error {
	var err error
	for _, g.Folder = range g.folders() {
		var f fs.File
		if f, err = g.files.Open(path.Join(g.Folder, snapshot.ManifestFile)); err != nil {
			continue
		}
		g.Manifest, err = snapshot.DecodeOldManifest(f, g.Label(snapshot.ManifestFile))
		return errors.Join(err, f.Close())
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", g.Name, err)
	}
	return hint.Add(
		fmt.Errorf("%s: %w: it has no %s", g.Name, runfolder.ErrNoSnapshot, path.Join(runfolder.SnapshotFolder, snapshot.ManifestFile)),
		"'pocomigrate scrape' writes one; name the folder that it wrote, a .zip of it, or git:REF[:PATH]",
	)
}

// folders returns where the snapshot may lie: an archive may hold the folder itself beside what is in it.
func (g *Snapshot) folders() []string {
	folders := []string{runfolder.SnapshotFolder, "."}
	if _, ok := g.files.(*zip.ReadCloser); !ok {
		return folders
	}
	top, err := fs.ReadDir(g.files, ".")
	if err == nil && len(top) == 1 && top[0].IsDir() {
		folders = append(folders, path.Join(top[0].Name(), runfolder.SnapshotFolder), top[0].Name())
	}
	return folders
}

// Label returns what a file of the snapshot is called in errors.
func (g *Snapshot) Label(file string) string {
	separator := "/"
	if strings.HasPrefix(g.Name, "git:") && strings.Count(g.Name, ":") == 1 {
		separator = ":"
	}
	return strings.TrimSuffix(g.Name, "/") + separator + path.Join(g.Folder, file)
}

// errOtherFile says that a file of a snapshot is not the one that its manifest was written for.
var errOtherFile = errors.New("the file ends here and is not the one that the manifest tells of: it was cut off or edited, or is being written")

// Open opens a file of the snapshot. Reading its end is an error, unless the file is the one that the manifest tells of.
func (g *Snapshot) Open(file string) (io.ReadCloser, error) {
	f, err := g.files.Open(path.Join(g.Folder, file))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", g.Name, err) // what it was read from knows its own files alone
	}
	sum, told := g.Manifest.Files[file]
	if other, ok := g.Manifest.Uncompared[file]; ok {
		sum, told = other, true
	}
	switch {
	case !told:
		return nil, errors.Join(fmt.Errorf("%s: %s does not tell of %s", g.Name, g.Label(snapshot.ManifestFile), file), f.Close())
	case g.sound[file]:
		return f, nil
	}
	return &checkedFile{File: f, digest: sha256.New(), want: sum, sound: func() { g.sound[file] = true }}, nil
}

// checkedFile compares a file's sum with the one that it should have when its end is reached.
type checkedFile struct {
	fs.File
	digest hash.Hash
	want   string
	sound  func()
}

func (f *checkedFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	f.digest.Write(p[:n])
	if errors.Is(err, io.EOF) {
		if hex.EncodeToString(f.digest.Sum(nil)) != f.want {
			return n, errOtherFile
		}
		f.sound()
	}
	return n, err
}

// Explain adds to an error what to do about what is wrong with a snapshot. Any other error comes back as it is.
func Explain(err error) error {
	switch {
	case errors.Is(err, diff.ErrOrder):
		return hint.Add(err, "'pocomigrate snapshot fmt FOLDER' puts the lines of a snapshot in order")
	case errors.Is(err, errOtherFile):
		return hint.Add(err, "wait until the run that writes it has ended; where it was edited by hand, 'pocomigrate snapshot fmt' makes the manifest again")
	}
	return err
}

// Contents reads all that the snapshot holds, whatever the order of its lines, the sums of its files and its schema.
func (g *Snapshot) Contents() (*runfolder.Contents, error) {
	for _, file := range []string{snapshot.VariantsFile, snapshot.MappingsFile, snapshot.CoverageFile, snapshot.SourcesFile} {
		g.sound[file] = true // it is made again
		if g.Manifest.Files[file] == "" && g.Manifest.Uncompared[file] == "" {
			if g.Manifest.Uncompared == nil {
				g.Manifest.Uncompared = map[string]string{}
			}
			g.Manifest.Uncompared[file] = "unknown"
		}
	}
	c := &runfolder.Contents{Manifest: g.Manifest}
	err := errors.Join(
		readAll(g, snapshot.VariantsFile, &c.Variants),
		readAll(g, snapshot.MappingsFile, &c.Mappings),
		readAll(g, snapshot.CoverageFile, &c.Coverage),
	)
	if g.Manifest.Schema > 1 {
		return c, errors.Join(err, readAll(g, snapshot.SourcesFile, &c.Sources))
	}
	// Schema 1 had a line for each field of each variant.
	var fields []catalog.Provenance
	err = errors.Join(err, readAll(g, snapshot.SourcesFile, &fields))
	slices.SortStableFunc(fields, func(x, y catalog.Provenance) int { return cmp.Compare(x.Key, y.Key) })
	c.Sources = catalog.FoldSources(fields)
	return c, err
}

func readAll[T any](g *Snapshot, file string, into *[]T) error {
	f, err := g.Open(file)
	if err != nil {
		return err
	}
	*into, err = snapshot.Decode[T](f, g.Label(file))
	return errors.Join(err, f.Close())
}

// Coverage calls with for each expected page of the snapshot.
func (g *Snapshot) Coverage(with func(catalog.Coverage)) error {
	f, err := g.Open(snapshot.CoverageFile)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read-only
	for c, err := range snapshot.Values[catalog.Coverage](f, g.Label(snapshot.CoverageFile)) {
		if err != nil {
			return err
		}
		with(c)
	}
	return nil
}
