package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
)

// newDocs is for the repository: a test holds docs/ to what this command writes.
func newDocs(a *app) *cobra.Command {
	return &cobra.Command{
		Use:    "docs FOLDER",
		Short:  "Write the command reference and the man pages",
		Hidden: true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &usageError{text: "docs takes one folder", command: cmd.CommandPath()}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			for name, text := range documents(cmd.Root()) {
				file := filepath.Join(args[0], filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					return err
				}
				if err := whole.Write(file, []byte(text)); err != nil {
					return err
				}
			}
			_, err := fmt.Fprintln(a.Out, args[0])
			return err
		},
	}
}

// documents returns the texts of docs/ by their names: one page of all commands, and a man page for each.
func documents(root *cobra.Command) map[string]string {
	out := map[string]string{}
	var page strings.Builder
	page.WriteString("# Command reference\n\nWritten by `pocomigrate docs cmd/pocomigrate/docs` from the help of the commands.\n")
	var walk func(cmd *cobra.Command)
	root.InitDefaultHelpCmd() // cobra adds them when a command is run, and so they do not depend on that
	walk = func(cmd *cobra.Command) {
		cmd.InitDefaultHelpFlag()
		page.WriteString("\n" + markdown(cmd))
		out["man/"+manName(cmd)+".1"] = manPage(cmd)
		for _, c := range cmd.Commands() {
			if !c.Hidden {
				walk(c)
			}
		}
	}
	walk(root)
	out["commands.md"] = page.String()
	return out
}

func manName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// markdown returns the section of one command. Its text is as on an 80 column terminal, since it is laid out by columns.
func markdown(cmd *cobra.Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n\n```\n%s\n", strings.Repeat("#", 2+strings.Count(cmd.CommandPath(), " ")), cmd.CommandPath(), terminal.Reflow(longText(cmd), terminal.PlainWidth))
	if cmd.Runnable() || cmd.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\nUsage: %s\n", cmd.UseLine())
		if cmd.HasAvailableLocalFlags() {
			b.WriteString("\n" + cmd.LocalFlags().FlagUsagesWrapped(terminal.PlainWidth))
		}
	}
	return b.String() + "```\n"
}

// manPage returns a command's page for man(1), without a date: the page changes when the command does.
func manPage(cmd *cobra.Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %q 1 \"\" \"pocomigrate\" \"\"\n.SH NAME\n%s \\- %s\n", strings.ToUpper(manName(cmd)), roff(manName(cmd)), roff(cmd.Short))
	if cmd.Runnable() || cmd.HasAvailableSubCommands() {
		fmt.Fprintf(&b, ".SH SYNOPSIS\n%s\n", roff(cmd.UseLine()))
	}
	b.WriteString(".SH DESCRIPTION\n" + roffText(terminal.Reflow(longText(cmd), terminal.PlainWidth-7))) // man indents by seven columns
	if cmd.HasAvailableLocalFlags() {
		b.WriteString(".SH OPTIONS\n")
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) { b.WriteString(roffFlag(f)) })
	}
	var also []string
	if cmd.HasParent() {
		also = append(also, manName(cmd.Parent()))
	}
	for _, c := range cmd.Commands() {
		if !c.Hidden {
			also = append(also, manName(c))
		}
	}
	fmt.Fprintf(&b, ".SH SEE ALSO\n%s\n", roff(strings.Join(also, "(1), ")+"(1)"))
	return b.String()
}

// roffText keeps the lines of a text as they are.
func roffText(text string) string {
	var b strings.Builder
	b.WriteString(".nf\n")
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString(roff(line) + "\n")
	}
	b.WriteString(".fi\n")
	return b.String()
}

func roffFlag(f *pflag.Flag) string {
	kind, usage := pflag.UnquoteUsage(f)
	name := "--" + f.Name
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", " + name
	}
	if kind != "" {
		kind = " \\fI" + roff(kind) + "\\fR"
	}
	text := roff(usage)
	if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" && f.DefValue != "0" {
		text += roff(" (default " + f.DefValue + ")")
	}
	return ".TP\n\\fB" + roff(name) + "\\fR" + kind + "\n" + text + "\n"
}

var controlLine = regexp.MustCompile(`(?m)^([.'])`)

// roff escapes what roff would take for its own: backslashes, hyphens, and a point or apostrophe that begins a line.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s)
	return controlLine.ReplaceAllString(s, `\&$1`)
}
