package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/mapping/redirect"
)

// readListed reads a list of old addresses: one a line, with clicks as the cell behind it.
func readListed(r io.Reader, name string) ([]redirect.Listed, error) {
	var out []redirect.Listed
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxURLLine)
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		address := firstAddress(text)
		if address == "" {
			continue
		}
		_, rest, _ := strings.Cut(text, address)
		l := redirect.Listed{Address: address, Place: fmt.Sprintf("%s:%d", name, n)}
		for cell := range strings.FieldsFuncSeq(rest, func(c rune) bool { return strings.ContainsRune(" \t,;\"", c) }) {
			if clicks, err := strconv.ParseInt(cell, 10, 64); err == nil && clicks > 0 {
				l.Clicks = clicks
				break
			}
		}
		out = append(out, l)
	}
	return out, lines.Err()
}
