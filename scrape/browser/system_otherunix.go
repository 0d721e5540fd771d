//go:build unix && !linux

package browser

import "syscall"

// dieWithParent leaves it to the pipe: Chromium ends when it breaks.
func dieWithParent(*syscall.SysProcAttr) {}
