package browser

import "syscall"

// dieWithParent has the kernel kill the browser when this process ends, however that comes.
func dieWithParent(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGKILL }
