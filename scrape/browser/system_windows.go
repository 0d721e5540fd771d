package browser

import (
	"os"
	"os/exec"
)

// takeLock makes a file, which Windows keeps from being removed as long as it is open.
func takeLock(name string) (*os.File, error) { return os.Create(name) }

// isFree reports whether a lock's process is gone, and removes the lock then.
func isFree(name string) bool { return os.Remove(name) == nil }

// ownGroup leaves the process as it is: Chromium ends when the pipe to it breaks.
func ownGroup(*exec.Cmd) {}

// killGroup kills the browser; its children end with it.
func killGroup(p *os.Process) error { return p.Kill() }

// needsNoSandbox says that Chromium would refuse to start with its sandbox, which it does on no Windows.
func needsNoSandbox() bool { return false }
