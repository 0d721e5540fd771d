package main

import (
	"cmp"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

func newVersion(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the program's version and what it was built from",
		Long: `Print the program's version, the commit that it was built from where that is known, and the version of Go.

  pocomigrate version`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.Out, version())
			return err
		},
	}
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	return described(info)
}

// described says of a build the module's version, the commit where it is known, and the toolchain; nil is a build that says nothing
// of itself.
func described(info *debug.BuildInfo) string {
	if info == nil {
		return "pocomigrate (devel)"
	}
	words := []string{"pocomigrate", cmp.Or(info.Main.Version, "(devel)")}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			words = append(words, s.Value)
		}
	}
	return strings.Join(append(words, info.GoVersion), " ")
}

// noArguments refuses words after a command that takes none.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return &usageError{text: fmt.Sprintf("%q: this command takes no argument", args[0]), command: cmd.CommandPath()}
}
