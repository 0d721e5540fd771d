package mapping

import (
	"iter"
	"strconv"
)

// RecordKind names the kind of record a mapping is to a diff.
func (m Mapping) RecordKind() string { return "mapping" }

// RecordKey returns the mapping's key: its source's, or its target's for New.
func (m Mapping) RecordKey() string { return m.LineKey() }

// RecordIdentities returns the key alone: a mapping has no other identity.
func (m Mapping) RecordIdentities() []string { return []string{m.LineKey()} }

// RecordTitle returns the key; a reader that holds the variants can say more.
func (m Mapping) RecordTitle() string { return m.LineKey() }

// RecordSubject returns the key; a reader that holds the variants can say more.
func (m Mapping) RecordSubject() string { return m.LineKey() }

// RecordGroup returns the shop the mapping belongs to: the source, or the target for New.
func (m Mapping) RecordGroup() string {
	if m.Source == "" {
		return string(m.Target)
	}
	return string(m.Source)
}

// RecordFields yields the fields that a diff compares. Evidence and reason follow from these and are left out.
func (m Mapping) RecordFields() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, f := range [][2]string{
			{"target", string(m.Target)},
			{"target_id", m.TargetID},
			{"status", string(m.Status)},
			{"score", strconv.FormatFloat(float64(m.Score), 'f', 4, 64)},
			{"ruling", string(m.Ruling)},
			{"flags", m.FlagWords("; ")},
		} {
			if f[1] != "" && !yield(f[0], f[1]) {
				return
			}
		}
	}
}
