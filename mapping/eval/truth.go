package eval

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Pair is one known pair: a source and a target that takes its place. A source may have several.
type Pair struct {
	Source string
	Target string
}

// ReadTruth reads known pairs from comma- or tab-separated text with a header. The columns are source_id and target_id, in
// any order, beside others. An empty id, a missing column or a pair given twice is an error with its line; name stands in
// errors.
func ReadTruth(r io.Reader, name string) ([]Pair, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	text := strings.TrimPrefix(string(data), "\uFEFF")
	c := csv.NewReader(strings.NewReader(text))
	first, _, _ := strings.Cut(text, "\n")
	if strings.Contains(first, "\t") {
		c.Comma = '\t'
	}
	header, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: no header: %w", name, err)
	}
	from, to := slices.Index(header, "source_id"), slices.Index(header, "target_id")
	if from < 0 || to < 0 {
		return nil, fmt.Errorf("%s:1: the header names no source_id and target_id, but %s", name, strings.Join(header, ", "))
	}
	var out []Pair
	seen := map[Pair]int{}
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		line, _ := c.FieldPos(0)
		p := Pair{strings.TrimSpace(row[from]), strings.TrimSpace(row[to])}
		if p.Source == "" || p.Target == "" {
			return nil, fmt.Errorf("%s:%d: a pair needs both ids", name, line)
		}
		if before := seen[p]; before > 0 {
			return nil, fmt.Errorf("%s:%d: the pair %s, %s stands in line %d already", name, line, p.Source, p.Target, before)
		}
		seen[p] = line
		out = append(out, p)
	}
}
