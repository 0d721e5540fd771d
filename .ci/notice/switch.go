package main

import (
	"fmt"
	"path/filepath"
	"slices"
)

// switched returns the files with a switch for each cut that can have one, and the file with the switch.
func (t *trial) switched(files map[string][]byte, cuts []cut) map[string][]byte {
	type insertion struct {
		at, size int
		begins   bool
		text     string
	}
	out := map[string][]byte{}
	for file, text := range files {
		var all []insertion
		around := func(from, to int, before, after string) {
			all = append(all, insertion{from, to - from, true, before}, insertion{to, to - from, false, after})
		}
		for _, c := range cuts {
			switch {
			case c.file != file:
			case c.kind == whole:
				around(c.body, c.body, fmt.Sprintf(" noticeKeeps(%d); ", c.number), "")
			case c.kind == statement:
				around(c.from, c.to, fmt.Sprintf("if noticeKeeps(%d) { ", c.number), " }")
			default:
				for _, e := range c.cases {
					around(int(e.Pos()-c.start), int(e.End()-c.start), fmt.Sprintf("noticeKeeps(%d) && (", c.number), ")")
				}
			}
		}
		// At one place what ends comes before what begins; of two that end the shorter is first, of two that begin the longer.
		slices.SortStableFunc(all, func(a, b insertion) int {
			switch {
			case a.at != b.at:
				return a.at - b.at
			case a.begins != b.begins && a.begins:
				return 1
			case a.begins != b.begins:
				return -1
			case a.begins:
				return b.size - a.size
			}
			return a.size - b.size
		})
		var changed []byte
		done := 0
		for _, i := range all {
			changed = append(append(changed, text[done:i.at]...), i.text...)
			done = i.at
		}
		out[file] = append(changed, text[done:]...)
	}
	out[filepath.Join(t.pkg.Dir, "notice_switch.go")] = fmt.Appendf(nil, `package %s

import (
	"fmt"
	"os"
	"sync/atomic"
)

var noticeTaken = func() (n int) {
	data, _ := os.ReadFile(%q)
	for _, digit := range data {
		n = 10*n + int(digit-'0')
	}
	return n
}()

var noticeReached [%d]atomic.Bool

func noticeKeeps(n int) bool {
	if noticeTaken == 0 && !noticeReached[n].Swap(true) {
		if f, err := os.OpenFile(%q, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
			fmt.Fprintln(f, n)
			f.Close()
		}
	}
	return n != noticeTaken
}
`, t.pkg.Name, t.file("number"), len(cuts)+1, t.file("reached"))
	return out
}
