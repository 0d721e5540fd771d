package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/mapping"
)

// Line is one line of a ledger: a decision or, where Undo names lines, the word that these are taken back.
type Line struct {
	mapping.Decision

	// Undo names earlier lines by their digests. Taking back a line that takes back restores what that took.
	Undo []string

	Number int    // its place in the file, from 1; 0 for a line that is not in a file yet
	Digest string // names the line: 12 hexadecimal digits; empty for a line that is not in a file yet
}

// undo is the form on disk of a line that takes back.
type undo struct {
	Undo     []string      `json:"undo"`
	Reviewer string        `json:"reviewer,omitempty"`
	Note     string        `json:"note,omitempty"`
	At       time.Time     `json:"decided_at,omitzero"`
	From     mapping.Entry `json:"from,omitzero"`
}

// Encode returns lines in their form on disk, each ended by a line feed.
func Encode(lines []Line) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for _, l := range lines {
		var form any = l.Decision
		if len(l.Undo) > 0 {
			form = undo{l.Undo, l.Reviewer, l.Note, l.DecidedAt, l.From}
		}
		if err := e.Encode(form); err != nil {
			return nil, fmt.Errorf("write decision about %s: %w", l.Key, err)
		}
	}
	return b.Bytes(), nil
}

// digestOf names a line by its bytes, spaces around them aside.
func digestOf(line []byte) string {
	sum := sha256.Sum256(bytes.TrimSpace(line))
	return hex.EncodeToString(sum[:])[:12]
}

func decode(line []byte) (Line, error) {
	l := Line{Digest: digestOf(line)}
	var kind struct {
		Undo *json.RawMessage `json:"undo"`
	}
	if err := json.Unmarshal(line, &kind); err == nil && kind.Undo != nil {
		var u undo
		if err := strictly(line, &u); err != nil {
			return l, err
		}
		if len(u.Undo) == 0 || slices.Contains(u.Undo, "") {
			return l, errors.New(`line takes back nothing: name lines by their digests under "undo"`)
		}
		l.Undo, l.Reviewer, l.Note, l.DecidedAt, l.From = u.Undo, u.Reviewer, u.Note, u.At, u.From
		return l, nil
	}
	if err := strictly(line, &l.Decision); err != nil {
		return l, err
	}
	return l, Check(l.Decision)
}

// strictly reads one JSON object and nothing else.
func strictly(line []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("the line was cut off: restore it from the repository, or remove it and decide again")
		}
		return fmt.Errorf("read decision: %w", err)
	}
	if dec.InputOffset() < int64(len(line)) {
		return errors.New("read decision: text after the object: write one decision a line")
	}
	return nil
}

// Check returns an error for a decision that does not say what it concerns or what was ruled.
func Check(d mapping.Decision) error {
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
