package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/feed"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/fields"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
)

// maxOffered is how many words are offered at most; a list that is longer helps nobody, and reading on would take time.
const maxOffered = 500

// completer returns the words that may stand where a shell asks, without those that do not begin as what is typed.
type completer = cobra.CompletionFunc

func newCompletion(a *app) *cobra.Command {
	write := map[string]func(*cobra.Command, io.Writer) error{
		"bash":       func(root *cobra.Command, w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"zsh":        func(root *cobra.Command, w io.Writer) error { return root.GenZshCompletion(w) },
		"fish":       func(root *cobra.Command, w io.Writer) error { return root.GenFishCompletion(w, true) },
		"powershell": func(root *cobra.Command, w io.Writer) error { return root.GenPowerShellCompletionWithDesc(w) },
	}
	shells := slices.Sorted(maps.Keys(write))
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print a script that completes commands, shops, formats and keys",
		Long: `Print a script by which a shell completes commands, flags, shops, formats, sheets, fields and the keys of a run folder.

  pocomigrate completion bash > pocomigrate.bash
  source pocomigrate.bash

To have it in every session, write it where your shell looks:

  pocomigrate completion bash > ~/.local/share/bash-completion/completions/pocomigrate
  pocomigrate completion zsh > "${fpath[1]}/_pocomigrate"
  pocomigrate completion fish > ~/.config/fish/completions/pocomigrate.fish
  pocomigrate completion powershell >> $PROFILE`,
		ValidArgsFunction: once(words(shells...)),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &usageError{text: "completion takes one shell: " + strings.Join(shells, ", "), command: cmd.CommandPath()}
			}
			if write[args[0]] == nil {
				return hint.Add(&usageError{text: "completion: there is no script for " + args[0], command: cmd.CommandPath()}, hint.OneOf(args[0], shells))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return write[args[0]](cmd.Root(), a.Out) },
	}
}

// complete says for every command below root how its words are completed.
func (a *app) complete(root *cobra.Command) {
	for path, f := range map[string]completer{
		"scrape":      a.completeShops(true),
		"shops":       a.completeShops(false),
		"shops show":  a.completeShops(false),
		"shops check": a.completeShops(true),
		"explain":     a.completeKeys,
	} {
		if cmd, rest, err := root.Find(strings.Fields(path)); err == nil && len(rest) == 0 {
			cmd.ValidArgsFunction = f
		}
	}
	a.completeFlags(root)
}

// completeFlags goes through the flags of a command and of those below it. A flag's name says what it takes, for
// every command alike.
func (a *app) completeFlags(cmd *cobra.Command) {
	for name, f := range map[string]completer{
		"from":     files(words(sources.Live, sources.Browser, sources.Wayback)),
		"color":    words(terminal.Colors...),
		"format":   words(diffFormats...),
		"fail-on":  words(levels...),
		"policy":   files(words("shipped")),
		"table":    a.completeTables,
		"fields":   inList(words(fields.Names()...)),
		"shop":     a.completeFeeds,
		"columns":  inList(prefixes("=", feed.Fields()...)),
		"out":      files(words("-")),
		"urls":     files(words("-")),
		"reviewer": a.completeReviewers,
	} {
		if cmd.LocalNonPersistentFlags().Lookup(name) == nil && cmd.PersistentFlags().Lookup(name) == nil {
			continue
		}
		if name == "columns" && cmd.Name() != "import" && cmd.Name() != "map" {
			f = inList(words("url", "clicks", "host", "-"))
		}
		if err := cmd.RegisterFlagCompletionFunc(name, f); err != nil {
			panic(err) // it is asked for once
		}
	}
	for _, c := range cmd.Commands() {
		a.completeFlags(c)
	}
}

// words offers fixed words.
func words(list ...string) completer {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return beginning(typed, list), cobra.ShellCompDirectiveNoFileComp
	}
}

// files offers words, and files beside them.
func files(f completer) completer {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		out, _ := f(cmd, args, typed)
		return out, cobra.ShellCompDirectiveDefault
	}
}

// once offers words for the first argument only, behind which ValidArgs of cobra would offer files.
func once(f completer) completer {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return f(cmd, args, typed)
	}
}

// inList offers words of a list that commas part, behind what is typed of it.
func inList(f completer) completer {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		at := strings.LastIndex(typed, ",") + 1
		out, _ := f(cmd, args, typed[at:])
		for i := range out {
			out[i] = typed[:at] + out[i]
		}
		return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// prefixes offers words that something must follow.
func prefixes(sign string, list ...string) completer {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = strings.ReplaceAll(w, " ", "_") + sign
	}
	return words(out...)
}

func beginning(typed string, list []string) []string {
	var out []string
	for _, w := range list {
		if strings.HasPrefix(w, typed) && len(out) < maxOffered {
			out = append(out, w)
		}
	}
	return out
}

// completeShops offers the shops that profiles describe; several only where a command takes several, each once.
func (a *app) completeShops(several bool) completer {
	return func(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		shops, err := a.profiles()
		if err != nil || len(args) > 0 && !several {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var out []string
		for _, p := range shops.All() {
			if !slices.Contains(args, string(p.ID)) {
				out = append(out, string(p.ID))
			}
		}
		return beginning(typed, out), cobra.ShellCompDirectiveNoFileComp
	}
}

// eachVariant goes through the variants of the run folder that the command line names until yield says stop. A folder that
// cannot be read offers nothing.
func eachVariant(cmd *cobra.Command, yield func(v *catalog.Variant) bool) {
	dir := runfolder.Default
	if f := cmd.Flags().Lookup("run"); f != nil {
		dir = f.Value.String()
	}
	s, err := runfolder.Open(dir)
	if err != nil {
		return
	}
	for v, err := range runfolder.Lines[catalog.Variant](s, snapshot.VariantsFile) {
		if err != nil || !yield(&v) {
			return
		}
	}
}

// completeKeys offers the keys of the variants of the run folder, with what they are.
func (a *app) completeKeys(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	var out []string
	if len(args) == 0 {
		eachVariant(cmd, func(v *catalog.Variant) bool {
			if strings.HasPrefix(string(v.Key), typed) {
				out = append(out, string(v.Key)+"\t"+v.RecordTitle())
			}
			return len(out) < maxOffered
		})
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeFeeds offers the shops of the run folder, each market for itself; where a command reads no run, those of the profiles.
func (a *app) completeFeeds(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	if cmd.Flags().Lookup("run") == nil {
		return a.completeShops(false)(cmd, nil, typed)
	}
	seen := map[string]bool{}
	eachVariant(cmd, func(v *catalog.Variant) bool {
		seen[feedName(v)] = true
		return true
	})
	return beginning(typed, slices.Sorted(maps.Keys(seen))), cobra.ShellCompDirectiveNoFileComp
}

// completeTables offers the sheets of the workbook, or the tables of the snapshot where export writes JSON lines.
func (a *app) completeTables(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	list := sheetNames
	if slices.Contains(args, "jsonl") {
		list = snapshotTables
	}
	return beginning(typed, list), cobra.ShellCompDirectiveNoFileComp
}

// completeReviewers offers those who have ruled before, by the ledger of the run folder.
func (a *app) completeReviewers(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	named, dir := "", runfolder.Default
	for name, into := range map[string]*string{"ledger": &named, "run": &dir} {
		if f := cmd.Flags().Lookup(name); f != nil {
			*into = f.Value.String()
		}
	}
	text, err := os.ReadFile(cmp.Or(named, filepath.Join(dir, runfolder.LedgerFile)))
	seen := map[string]bool{}
	for d := json.NewDecoder(bytes.NewReader(text)); err == nil; { // to the end, or a line that others complain about
		var line struct {
			Reviewer string `json:"reviewer"`
		}
		if err = d.Decode(&line); line.Reviewer != "" {
			seen[line.Reviewer] = true
		}
	}
	return beginning(typed, slices.Sorted(maps.Keys(seen))), cobra.ShellCompDirectiveNoFileComp
}

// completeHelp offers commands and topics.
func completeHelp(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	about, rest, err := cmd.Root().Find(args)
	if err != nil || len(rest) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []string
	for _, c := range about.Commands() {
		if !c.Hidden && strings.HasPrefix(c.Name(), typed) {
			out = append(out, c.Name()+"\t"+c.Short)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
