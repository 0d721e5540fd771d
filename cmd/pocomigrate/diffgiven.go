package main

import (
	"archive/zip"
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
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
)

// given is a snapshot that was named on the command line, wherever it lies: in a run folder, in its own folder, in a ZIP
// archive, or in a commit. Its files can be read again and again.
type given struct {
	name     string // as it was named
	files    fs.FS
	folder   string // of the snapshot within files
	manifest snapshot.Manifest
	sound    map[string]bool // files whose sum was found to be the manifest's
	close    func() error
}

// openGiven finds a snapshot by its name: git:REF[:PATH], a .zip file, or a folder. The caller closes it.
func openGiven(ctx context.Context, name string) (g *given, err error) {
	g = &given{name: name, sound: map[string]bool{}, close: func() error { return nil }}
	switch commit, isGit := strings.CutPrefix(name, "git:"); {
	case isGit:
		g.files, err = openCommit(ctx, commit)
	case strings.EqualFold(path.Ext(name), ".zip"):
		var archive *zip.ReadCloser
		if archive, err = zip.OpenReader(name); err == nil {
			g.files, g.close = archive, archive.Close
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
		return nil, errors.Join(err, g.close())
	}
	return g, nil
}

// readManifest finds the snapshot among the files and reads its manifest.
func (g *given) readManifest() error {
	var err error
	for _, g.folder = range g.folders() {
		var f fs.File
		if f, err = g.files.Open(path.Join(g.folder, snapshot.ManifestFile)); err != nil {
			continue
		}
		g.manifest, err = snapshot.DecodeOldManifest(f, g.label(snapshot.ManifestFile))
		return errors.Join(err, f.Close())
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return hint.Add(
		fmt.Errorf("%s: %w: it has no %s", g.name, runfolder.ErrNoSnapshot, path.Join(runfolder.SnapshotFolder, snapshot.ManifestFile)),
		"'pocomigrate scrape' writes one; name the folder that it wrote, a .zip of it, or git:REF[:PATH]",
	)
}

// folders returns where the snapshot may lie: an archive may hold the folder itself beside what is in it.
func (g *given) folders() []string {
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

// label returns what a file of the snapshot is called in errors.
func (g *given) label(file string) string {
	separator := "/"
	if strings.HasPrefix(g.name, "git:") && strings.Count(g.name, ":") == 1 {
		separator = ":"
	}
	return strings.TrimSuffix(g.name, "/") + separator + path.Join(g.folder, file)
}

// errOtherFile says that a file of a snapshot is not the one that its manifest was written for.
var errOtherFile = errors.New("the file ends here and is not the one that the manifest tells of: it was cut off or edited, or is being written")

// open opens a file of the snapshot. Reading its end is an error, unless the file is the one that the manifest tells of.
func (g *given) open(file string) (io.ReadCloser, error) {
	f, err := g.files.Open(path.Join(g.folder, file))
	if err != nil {
		return nil, err
	}
	sum, told := g.manifest.Files[file]
	if other, ok := g.manifest.Uncompared[file]; ok {
		sum, told = other, true
	}
	switch {
	case !told:
		return nil, errors.Join(fmt.Errorf("%s: %s does not tell of %s", g.name, g.label(snapshot.ManifestFile), file), f.Close())
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

// explainGiven adds what to do about what is wrong with a snapshot.
func explainGiven(err error) error {
	switch {
	case errors.Is(err, diff.ErrOrder):
		return hint.Add(err, "'pocomigrate snapshot fmt FOLDER' puts the lines of a snapshot in order")
	case errors.Is(err, errOtherFile):
		return hint.Add(err, "wait until the run that writes it has ended; where it was edited by hand, 'pocomigrate snapshot fmt' makes the manifest again")
	}
	return err
}
