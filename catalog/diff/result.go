package diff

// Type says what became of a record.
type Type string

// The types of change. Each record has at most one.
const (
	Added   Type = "added"   // only the new side has it
	Removed Type = "removed" // only the old side has it
	Changed Type = "changed" // fields differ
	Moved   Type = "moved"   // the key differs and an identity is shared; fields may differ too
	Unknown Type = "unknown" // only the old side has it, and the new one could not look
)

// Change is one record that is not the same on both sides.
type Change struct {
	Type   Type
	Kind   string // of the record
	Key    string // on the new side; on the old one for Removed and Unknown
	OldKey string // set for Moved only
	Title  string // from the same side as Key
	Group  string // from the same side as Key
	// Subject is what changes of the record are grouped by with those of others; from the same side as Key.
	Subject string
	// Reread marks a Changed or Moved record whose differences come from our own reading of the same words; see [Options].
	Reread bool
	// Ambiguous marks a record that shares an identity with the other side and is yet Added, Removed or Unknown, since more
	// than one record might be its partner, or the only one already has another.
	Ambiguous bool
	// Fields are the fields that differ, sorted by name. Added and Removed records list every field they have; Unknown
	// ones list none.
	Fields []FieldChange
}

// FieldChange is one field whose value differs. An empty Old or New means that this side has no such field.
type FieldChange struct {
	Name     string
	Old, New string // raw, as the record gives them
}

// Result is what [Compare] found. It holds facts only, no judgement of their gravity.
type Result struct {
	Changes  []Change // sorted by group, kind, title and key
	Counts   Counts
	Old, New int // how many records each side held
	Compared int // how many pairs of records were joined, by key or identity, and compared field by field
}

// Counts holds the number of changes of each type, and how many of them all are ambiguous.
type Counts struct {
	Added, Removed, Changed, Moved, Unknown, Ambiguous int
}

// Differs reports whether anything was added, removed, changed or moved. Records that are Unknown are no difference; nor
// is an empty side an agreement: see [Result.EmptySide].
func (r Result) Differs() bool {
	return r.Counts.differences() > 0
}

// EmptySide returns "old", "new" or "both" if the side or sides held no record at all, so that nothing was compared
// whatever Differs says; otherwise "".
func (r Result) EmptySide() string {
	switch {
	case r.Old == 0 && r.New == 0:
		return "both"
	case r.Old == 0:
		return "old"
	case r.New == 0:
		return "new"
	}
	return ""
}

func (c Counts) differences() int {
	return c.Added + c.Removed + c.Changed + c.Moved
}

// count returns how many changes of each type there are.
func count(changes []Change) Counts {
	var n Counts
	for _, c := range changes {
		switch c.Type {
		case Added:
			n.Added++
		case Removed:
			n.Removed++
		case Changed:
			n.Changed++
		case Moved:
			n.Moved++
		case Unknown:
			n.Unknown++
		}
		if c.Ambiguous {
			n.Ambiguous++
		}
	}
	return n
}
