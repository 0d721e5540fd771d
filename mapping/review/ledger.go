package review

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/mapping"
)

// maxLine bounds one line of the ledger; a decision with a long note takes a few kilobytes.
const maxLine = 1 << 20

// ReadLedger reads decisions, one JSON object a line, in the order in which they were made; blank lines are allowed. It is
// strict, for a decision misread is worse than none: an unknown field, an unknown ruling or scope, or a decision that does
// not say what it concerns is an error that names the line. The name stands in errors. ReadLedger never writes.
func ReadLedger(r io.Reader, name string) ([]mapping.Decision, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	var out []mapping.Decision
	n := 0
	for lines.Scan() {
		n++
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		d, err := readDecision(line)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		out = append(out, d)
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return nil, fmt.Errorf("%s:%d: line longer than %d bytes: is this a ledger?", name, n+1, maxLine)
	} else if err != nil {
		return nil, fmt.Errorf("read ledger %s: %w", name, err)
	}
	return out, nil
}

func readDecision(line []byte) (mapping.Decision, error) {
	var d mapping.Decision
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&d); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("the line was cut off: restore it from the repository, or remove it and decide again")
		}
		return d, fmt.Errorf("read decision: %w", err)
	}
	if dec.InputOffset() < int64(len(line)) {
		return d, errors.New("read decision: text after the object: write one decision a line")
	}
	return d, checkDecision(d)
}

func checkDecision(d mapping.Decision) error {
	switch {
	case d.Source == "":
		return errors.New(`decision has no "source": name the old shop`)
	case d.Target == "":
		return errors.New(`decision has no "target": name the new shop`)
	case len(d.Identities) == 0 || slices.Contains(d.Identities, ""):
		return errors.New(`decision has no "identities", or an empty one: list those of the old variant`)
	case !slices.Contains(mapping.Rulings(), d.Ruling):
		return fmt.Errorf("unknown ruling %q: use one of %s", d.Ruling, rulings())
	case d.Scope != mapping.ScopeVariant && d.Scope != mapping.ScopeProduct:
		return fmt.Errorf("unknown scope %q: use %s or %s", d.Scope, mapping.ScopeVariant, mapping.ScopeProduct)
	case d.Scope == mapping.ScopeProduct && d.ItemGroupID == "":
		return errors.New(`decision about a product has no "item_group_id": name the old product's page`)
	case d.Ruling == mapping.Reassigned && d.TargetID == "":
		return errors.New(`decision "reassigned" has no "target_id": name the SKU`)
	}
	return nil
}

func rulings() string {
	var words []string
	for _, r := range mapping.Rulings() {
		words = append(words, string(r))
	}
	return strings.Join(words, ", ")
}
