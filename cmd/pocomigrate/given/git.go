package given

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"path"
	"strings"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
)

// commitFiles are the files below a folder of a commit of the repository that the program runs in.
type commitFiles struct {
	ctx    context.Context //nolint:containedctx // fs.FS has no other way to let a read be stopped
	commit string          // object name
	folder string          // from the working folder
}

// openCommit finds the commit of REF[:PATH]; PATH is the default run folder where none is named.
func openCommit(ctx context.Context, name string) (fs.FS, error) {
	ref, folder, _ := strings.Cut(name, ":")
	if folder == "" {
		folder = runfolder.Default
	}
	if path.IsAbs(folder) {
		return nil, fmt.Errorf("git:%s: the path must be relative to the working folder", name)
	}
	out, err := runGit(ctx, "rev-parse", "--verify", "--end-of-options", ref+"^{commit}")
	if err != nil {
		return nil, fmt.Errorf("git:%s: %w", name, err)
	}
	return &commitFiles{ctx, strings.TrimSpace(out), folder}, nil
}

// runGit runs git and returns what it wrote; its error is what git says.
func runGit(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		return "", gitError(err, said.String())
	}
	return out.String(), nil
}

func gitError(err error, said string) error {
	if line, _, _ := strings.Cut(strings.TrimSpace(said), "\n"); line != "" {
		return errors.New(strings.TrimPrefix(line, "fatal: "))
	}
	return err
}

// Open implements [fs.FS]. The file is what git writes, as it writes it.
func (c *commitFiles) Open(name string) (fs.File, error) {
	object := c.commit + ":./" + path.Join(c.folder, name)
	if _, err := runGit(c.ctx, "cat-file", "-e", object); err != nil {
		return nil, &fs.PathError{Op: "open", Path: path.Join(c.folder, name), Err: fmt.Errorf("%w in commit %.12s", fs.ErrNotExist, c.commit)}
	}
	f := &blob{cmd: exec.CommandContext(c.ctx, "git", "cat-file", "blob", object), name: name}
	f.cmd.Stderr = &f.said
	var err error
	if f.out, err = f.cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	return f, f.cmd.Start()
}

// blob is a file of a commit while git writes it.
type blob struct {
	cmd  *exec.Cmd
	out  io.ReadCloser
	said bytes.Buffer
	name string
	done bool // git has ended and was waited for
	err  error
}

func (b *blob) Read(p []byte) (int, error) {
	if b.done {
		return 0, b.err
	}
	n, err := b.out.Read(p)
	if errors.Is(err, io.EOF) {
		// Only git knows whether this is the end of the file or its own.
		b.done, b.err = true, io.EOF
		if failed := b.cmd.Wait(); failed != nil {
			b.err = gitError(failed, b.said.String())
		}
		err = b.err
	}
	return n, err
}

// Close ends git if it has not written all.
func (b *blob) Close() error {
	if b.done {
		return nil
	}
	b.done, b.err = true, fs.ErrClosed
	err := b.out.Close()
	_ = b.cmd.Wait() //nolint:errcheck // it was cut short
	return err
}

// Stat implements [fs.File]. Git says nothing more of a file that it writes, and nobody asks.
func (b *blob) Stat() (fs.FileInfo, error) {
	return nil, &fs.PathError{Op: "stat", Path: b.name, Err: errors.ErrUnsupported}
}
