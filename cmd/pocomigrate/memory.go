package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// roomy is how much memory the program may take before it collects garbage, however little of it is in use. Go collects
// when the heap has doubled: while a walk holds a few megabytes, every tenth page would set off a collection, and a fifth
// of all work would be looking through what was read so far.
const roomy = 44 << 20

// collectSeldom lets memory grow to what is roomy or, where more is in use than that leaves room for, to twice as much and
// some more, as Go would. Whoever sets GOGC or GOMEMLIMIT knows better.
func collectSeldom(env func(string) (string, bool)) {
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		if _, set := env(name); set {
			return
		}
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(roomy)
	inUse := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	var watch func()
	collected := func(struct{}) {
		metrics.Read(inUse)
		if inUse[0].Value.Kind() != metrics.KindUint64 { // a runtime that does not say; its own rule will do
			debug.SetGCPercent(100)
			return
		}
		debug.SetMemoryLimit(max(roomy, int64(2*inUse[0].Value.Uint64())+16<<20))
		watch()
	}
	// A collection is noticed by what it collects.
	watch = func() { runtime.AddCleanup(new([64]byte), collected, struct{}{}) }
	watch()
}
