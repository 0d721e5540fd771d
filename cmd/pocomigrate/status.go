package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
)

// The exit statuses, the same for every command (help exit-codes).
const (
	statusFine        = 0
	statusNo          = 1 // the answer is no: changes, conflicts, faults found
	statusTrouble     = 2 // trouble or misuse
	statusGaps        = 3 // done, but expected pages are unknown
	statusInterrupted = 130
)

// statusError ends a command with a status of its own. An empty text prints nothing: the command has said it already.
type statusError struct {
	status int
	text   string
}

func (e *statusError) Error() string { return e.text }

// usageError is a wrong command line; it is printed with a line that says where help is.
type usageError struct {
	text    string
	command string
}

func (e *usageError) Error() string { return e.text }

// report prints why a command ended and returns its exit status.
func report(ctx context.Context, w io.Writer, err error) int {
	if err == nil {
		return statusFine
	}
	if status, ok := errors.AsType[*statusError](err); ok {
		terminal.Say(w, status.text)
		return status.status
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		terminal.Say(w, "interrupted; files are whole or as they were")
		terminal.Say(w, hint.Of(err))
		return statusInterrupted
	}
	terminal.Say(w, err.Error())
	if usage, ok := errors.AsType[*usageError](err); ok {
		terminal.Say(w, "see '"+usage.command+" --help'")
	}
	terminal.Say(w, hint.Of(err))
	return statusTrouble
}

// wrongFlag refuses a flag that cannot be read. Where there is none of that name, it says which was probably meant.
func wrongFlag(cmd *cobra.Command, err error) error {
	usage := &usageError{text: err.Error(), command: cmd.CommandPath()}
	unknown, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok {
		return usage
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	if near := hint.Nearest("--"+unknown.GetSpecifiedName(), names); near != "" {
		return hint.Add(usage, "did you mean "+near+"?")
	}
	return usage
}
