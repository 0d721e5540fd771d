//go:build unix

package browser

import (
	"os"
	"os/exec"
	"syscall"
)

// takeLock makes a file and locks it until this process ends or closes it.
func takeLock(name string) (*os.File, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return f, syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}

// isFree reports whether a lock's process is gone. A lock that may not be looked at counts as held.
func isFree(name string) bool {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return false
	}
	free := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
	return f.Close() == nil && free
}

// ownGroup puts the browser and its children into a process group of their own: Ctrl-C on a terminal reaches this process
// alone, which then ends the browser in order, and what is to be killed is killed whole.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	dieWithParent(cmd.SysProcAttr)
	cmd.Cancel = func() error { return killGroup(cmd.Process) }
}

// killGroup kills a browser with its children. The group may be gone.
func killGroup(p *os.Process) error {
	if err := syscall.Kill(-p.Pid, syscall.SIGKILL); err != nil && err != syscall.ESRCH {
		return err
	}
	return nil
}

// needsNoSandbox says that Chromium would refuse to start with its sandbox.
func needsNoSandbox() bool { return os.Geteuid() == 0 }
