package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// app is what every command shares.
type app struct {
	terminal.Streams
	data    string // folder of tables laid over ours
	shops   string // folder of profiles laid over ours
	quiet   bool
	verbose bool
	color   string
}

// run executes one command line and returns its exit status.
func run(ctx context.Context, args []string, s terminal.Streams) int {
	root := newRoot(&app{Streams: s})
	root.SetArgs(args)
	return report(ctx, s.Err, root.ExecuteContext(ctx))
}

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "pocomigrate",
		Short: "Carry Poco's product catalogue over to mi.com",
		Long: `Carry Poco's product catalogue over to mi.com.

Try it on the sample inside the program:

  pocomigrate scrape --sample      reads the sample of all shops and writes poco-migration/review.xlsx

Then open the workbook, or ask why a variant was mapped as it was:

  pocomigrate explain po.co/uk#item:4101500031

Exit status: 0 fine, 1 the answer is no, 2 trouble or misuse, 3 done with gaps, 130 interrupted (help exit-codes).`,
		SilenceUsage:  true,
		SilenceErrors: true,

		SuggestionsMinimumDistance: 2,
		Args:                       knownCommand,
		PersistentPreRunE:          a.environment,
		RunE:                       func(*cobra.Command, []string) error { return a.welcome() },
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	flags := root.PersistentFlags()
	flags.StringVar(&a.data, "data", "", "`folder` of tables (colors.csv, products.csv, …) laid over the built-in ones")
	flags.StringVar(&a.shops, "shops", "", "`folder` of shop profiles, and layouts in its folder layouts, laid over the built-in ones")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "no progress and no summary; errors still show")
	flags.BoolVarP(&a.verbose, "verbose", "v", false, "say more: captures that belong to no shop, what page sources did")
	flags.StringVar(&a.color, "color", "auto", "colour in text for people: auto, always or never")
	root.SetFlagErrorFunc(wrongFlag)
	root.SetHelpCommand(newHelp())
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { showHelp(cmd, cmd.OutOrStdout()) })
	root.AddCommand(
		newScrape(a), newImport(a), newMap(a), newReview(a), newEval(a), newExport(a), newRedirects(a), newDiff(a), newSnapshot(a),
		newExplain(a), newParse(a), newExtract(a), newShops(a), newVersion(a), newCompletion(a), newDocs(a),
	)
	root.AddCommand(newTopics()...)
	a.complete(root)
	return root
}

// knownCommand refuses words that are no command, and says which was probably meant.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := &usageError{text: fmt.Sprintf("unknown command %q", args[0]), command: cmd.CommandPath()}
	near := cmd.SuggestionsFor(args[0])
	if topic := hint.Nearest(args[0], topicNames(cmd)); len(near) == 0 && topic != "" {
		near = []string{topic}
	}
	if len(near) > 0 {
		return hint.Add(err, "did you mean "+strings.Join(near, " or ")+"?")
	}
	return err
}

// environment lets POCOMIGRATE_<FLAG> stand in for a flag that was not given, and checks what all commands share.
func (a *app) environment(cmd *cobra.Command, _ []string) error {
	var wrong error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		name := "POCOMIGRATE_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		if value, ok := a.Env(name); ok && !f.Changed && wrong == nil {
			if err := f.Value.Set(value); err != nil {
				wrong = &usageError{text: fmt.Sprintf("%s=%s: no value for --%s", name, value, f.Name), command: cmd.CommandPath()}
			}
		}
	})
	if wrong != nil {
		return wrong
	}
	if slices.Contains(terminal.Colors, a.color) {
		return nil
	}
	return hint.Add(
		&usageError{text: "--color " + a.color + ": there is no such choice", command: cmd.CommandPath()},
		hint.OneOf(a.color, terminal.Colors),
	)
}

// knowledge loads the shop profiles and the tables, ours with the user's laid over them.
func (a *app) knowledge() (*site.Shops, *normalize.Vocabulary, error) {
	shops, err := a.profiles()
	if err != nil {
		return nil, nil, err
	}
	tables, err := folder("--data", a.data)
	if err != nil {
		return nil, nil, err
	}
	words, err := normalize.Load(tables)
	if err != nil {
		return nil, nil, within("--data", a.data, err)
	}
	return shops, words, nil
}

// profiles loads the shop profiles, ours with the user's laid over them.
func (a *app) profiles() (*site.Shops, error) {
	overlay, err := folder("--shops", a.shops)
	if err != nil {
		return nil, err
	}
	shops, err := site.Load(overlay)
	return shops, within("--shops", a.shops, err)
}

// within says in which folder of a person's own something is wrong; without one it is wrong with what is built in.
func within(flag, folder string, err error) error {
	if err == nil || folder == "" {
		return err
	}
	return fmt.Errorf("%s %s: %w", flag, folder, err)
}

// folder opens the folder that a flag names, or nil for none. It is read here and now, since one that is missing would else
// look like one with nothing in it.
func folder(flag, name string) (fs.FS, error) {
	if name == "" {
		return nil, nil //nolint:nilnil // no folder is what nil means to those who load
	}
	if _, err := os.ReadDir(name); err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	return os.DirFS(name), nil
}
