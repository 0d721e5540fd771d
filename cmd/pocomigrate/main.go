// Command pocomigrate carries Poco's product catalogue over to mi.com: it reads the listings of the closed shops, maps each
// variant to a mi.com SKU with reasons, exports a workbook for people to review, and compares catalogue snapshots.
package main

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
)

func main() {
	collectSeldom(os.LookupEnv)
	// The HTTP client of the standard library logs what odd servers send; what matters of it comes back as an error.
	log.SetOutput(io.Discard)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal the default action is back, so that a second one stops at once.
	context.AfterFunc(ctx, stop)
	code := run(ctx, os.Args[1:], terminal.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: os.LookupEnv, Now: time.Now})
	stop()
	os.Exit(code)
}
