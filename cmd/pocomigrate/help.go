package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
)

// showHelp writes the help of a command as wide as the stream is.
func showHelp(cmd *cobra.Command, w io.Writer) {
	columns := terminal.TextWidth(w)
	fmt.Fprintln(w, terminal.Reflow(withShops(longText(cmd)), columns))
	if !cmd.Runnable() && !cmd.HasAvailableSubCommands() {
		return // a topic
	}
	fmt.Fprint(w, "\nUsage:\n")
	if cmd.Runnable() {
		fmt.Fprintln(w, "  "+cmd.UseLine())
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintln(w, "  "+cmd.CommandPath()+" COMMAND")
		showCommands(cmd, w, columns)
	}
	if flags := cmd.LocalFlags(); flags.HasAvailableFlags() {
		fmt.Fprint(w, "\nFlags:\n"+flags.FlagUsagesWrapped(columns))
	}
	if flags := cmd.InheritedFlags(); flags.HasAvailableFlags() {
		fmt.Fprint(w, "\nFlags of every command:\n"+flags.FlagUsagesWrapped(columns))
	}
}

// longText returns the help of a command above its flags.
func longText(cmd *cobra.Command) string {
	if cmd.Long == "" {
		return cmd.Short
	}
	return strings.TrimSpace(cmd.Long)
}

// showCommands lists the commands below one, and apart from them the topics.
func showCommands(cmd *cobra.Command, w io.Writer, columns int) {
	var commands, topics []string
	for _, c := range cmd.Commands() {
		line := fmt.Sprintf("  %-11s  %s", c.Name(), c.Short)
		switch {
		case c.Hidden:
		case c.Runnable() || c.HasSubCommands():
			commands = append(commands, terminal.Reflow(line, columns))
		default:
			topics = append(topics, terminal.Reflow(line, columns))
		}
	}
	fmt.Fprintln(w, "\nCommands:\n"+strings.Join(commands, "\n"))
	if len(topics) > 0 {
		fmt.Fprintln(w, "\nTopics (pocomigrate help TOPIC):\n"+strings.Join(topics, "\n"))
	}
}
