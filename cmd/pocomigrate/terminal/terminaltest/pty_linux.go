package terminaltest

import (
	"bytes"
	"os"
	"strconv"
	"syscall"
	"testing"
	"unsafe"
)

// PTY is a pseudo-terminal: what is written to the file is shown on it. It is a terminal for whoever asks.
type PTY struct {
	*os.File
	shown chan []byte
}

// Open opens a terminal of so many columns. The test is skipped where the system has none to give.
func Open(tb testing.TB, columns uint16) *PTY {
	tb.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		tb.Skipf("no pseudo-terminals here: %v", err)
	}
	ioctl := func(f *os.File, request uintptr, arg unsafe.Pointer) {
		conn, err := f.SyscallConn()
		if err != nil {
			tb.Fatal(err)
		}
		var errno syscall.Errno
		if err := conn.Control(func(fd uintptr) { _, _, errno = syscall.Syscall(syscall.SYS_IOCTL, fd, request, uintptr(arg)) }); err != nil || errno != 0 {
			tb.Skipf("no pseudo-terminals here: %v, %v", err, errno)
		}
	}
	var locked, number int32
	ioctl(master, syscall.TIOCSPTLCK, unsafe.Pointer(&locked))
	ioctl(master, syscall.TIOCGPTN, unsafe.Pointer(&number))
	tty, err := os.OpenFile("/dev/pts/"+strconv.Itoa(int(number)), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		tb.Skipf("no pseudo-terminals here: %v", err)
	}
	size := [4]uint16{24, columns, 0, 0}
	ioctl(tty, syscall.TIOCSWINSZ, unsafe.Pointer(&size))
	out := &PTY{tty, make(chan []byte, 1)}
	go func() {
		var b bytes.Buffer
		_, _ = b.ReadFrom(master) //nolint:errcheck // it ends with an error when the other side is closed
		_ = master.Close()        //nolint:errcheck // nothing is lost
		out.shown <- b.Bytes()
	}()
	return out
}

// Shown closes the terminal and returns all that was written to it, with the carriage returns that it adds.
func (p *PTY) Shown(tb testing.TB) string {
	tb.Helper()
	if err := p.Close(); err != nil {
		tb.Fatal(err)
	}
	return string(<-p.shown)
}
