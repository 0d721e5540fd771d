package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"time"
)

// holdMemory is a program for the scripts that has 100 MB in use and prints how much memory it may take, in MB, once that
// has settled.
func holdMemory() {
	collectSeldom(os.LookupEnv)
	held := make([]byte, 100<<20)
	limit := int64(0)
	for range 100 {
		runtime.GC()
		time.Sleep(5 * time.Millisecond)
		if limit = debug.SetMemoryLimit(-1); limit > roomy && limit < 1<<40 {
			break
		}
	}
	fmt.Fprintf(os.Stdout, "%d MB\n", limit>>20)
	runtime.KeepAlive(held)
}
