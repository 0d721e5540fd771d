package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/given"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
)

func newSnapshot(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:                        "snapshot",
		SuggestionsMinimumDistance: 2,

		Short: "Check snapshots, put them in canonical form, and print the schemas of their files",
		Long: `Check snapshots, put them in canonical form, and print the schemas of their files.

  pocomigrate snapshot check`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := knownCommand(cmd, args); err != nil {
				return err
			}
			cmd.SetOut(a.Err)
			return cmd.Help()
		},
	}
	cmd.AddCommand(newSnapshotCheck(a), newSnapshotFmt(a), newSnapshotSchema(a))
	return cmd
}

func newSnapshotCheck(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "check [SNAPSHOT…]",
		Short: "Say what is wrong with snapshots",
		Long: `Say what is wrong with snapshots: run folders, snapshot folders, .zip files or git:REF[:PATH]; poco-migration where none
is named. Each fault is one line on standard output with file and line: torn or invalid lines, lines out of order or under
one key, files that are not those that the manifest was written for, counts that are wrong, mappings that lead to no variant.

  pocomigrate snapshot check poco-migration

Exit status 1 when a fault was found.`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.checkSnapshots(cmd.Context(), args) },
	}
}

func (a *app) checkSnapshots(ctx context.Context, names []string) error {
	if len(names) == 0 {
		names = []string{runfolder.Default}
	}
	found := 0
	for _, name := range names {
		g, err := given.Open(ctx, name)
		if err != nil {
			return err
		}
		faults := given.Check(g)
		if err := g.Close(); err != nil {
			return err
		}
		for _, f := range faults {
			if _, err := fmt.Fprintln(a.Out, f); err != nil {
				return err
			}
		}
		if found += len(faults); len(faults) == 0 && !a.quiet {
			terminal.Say(a.Err, fmt.Sprintf("%s: fine, digest %.12s", name, g.Manifest.Digest()))
		}
	}
	if found > 0 {
		return &statusError{status: statusNo}
	}
	return nil
}

func newSnapshotFmt(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "fmt [FOLDER…]",
		Short: "Put snapshots in canonical form",
		Long: `Put the snapshots of folders, poco-migration where none is named, in canonical form: lines sorted and written in one way, and
a manifest that fits. A snapshot of an older pocomigrate gets the form of this one. A snapshot that was edited by hand, or
put together from others, can be compared again after that; two lines under one key are an error, and nothing is changed.

  pocomigrate snapshot fmt poco-migration`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{runfolder.Default}
			}
			for _, name := range args {
				if err := a.formatSnapshot(cmd.Context(), name); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func (a *app) formatSnapshot(ctx context.Context, name string) (err error) {
	if strings.HasPrefix(name, "git:") || strings.EqualFold(filepath.Ext(name), ".zip") {
		return &usageError{text: name + ": only the snapshots of folders can be rewritten", command: "pocomigrate snapshot fmt"}
	}
	g, err := given.Open(ctx, name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.Close()) }()
	dir, err := filepath.Abs(filepath.Join(name, g.Folder))
	if err != nil {
		return err
	}
	lock := &runfolder.Lock{Dir: filepath.Dir(dir)}
	if err := lock.TakeOfRun(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	c, err := g.Contents()
	if err != nil {
		return err
	}
	before := g.Manifest.Digest()
	if err := whole.SwapFolder(dir, c.Write); err != nil {
		return err
	}
	if after := c.Manifest.Digest(); after != before && !a.quiet {
		terminal.Say(a.Err, fmt.Sprintf("%s: rewritten, digest %.12s", name, after))
	}
	return nil
}

func newSnapshotSchema(a *app) *cobra.Command {
	files := slices.Sorted(maps.Keys(schemas()))
	return &cobra.Command{
		Use:   "schema FILE",
		Short: "Print the JSON Schema of a file of a snapshot",
		Long: `Print the JSON Schema (2020-12) of a file of a snapshot, for a .jsonl file that of each of its lines.

  pocomigrate snapshot schema variants.jsonl

The files: ` + strings.Join(files, ", ") + `.`,
		ValidArgsFunction: once(words(files...)),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &usageError{text: "schema takes one of " + strings.Join(files, ", "), command: cmd.CommandPath()}
			}
			if !slices.Contains(files, args[0]) {
				return hint.Add(&usageError{text: "a snapshot has no file " + args[0], command: cmd.CommandPath()}, hint.OneOf(args[0], files))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			return a.printSchema(schemas()[args[0]])
		},
	}
}
