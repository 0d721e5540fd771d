package diff

import (
	"cmp"
	"errors"
	"slices"
)

// Options are the settings of [Compare]; the zero value is ready.
type Options struct {
	// Unknown says of a record of the old side that is missing now, by its kind and old key, whether it could not be
	// looked for, because its page was not read: such a record is [Unknown], not [Removed]. Nil means that every page was
	// read.
	Unknown func(kind, key string) bool
	// Reread says of a Changed or Moved record whether its differences come from our own reading of the same words. Nil
	// means that none do.
	Reread func(Change) bool
}

// Compare says what differs between the records of an old and a new side. The order of the records does not matter.
//
// Records are joined by kind and key, then by any identity they share: a record that has another key now is one [Moved]
// change, not one removed and one added. Where more than two records could be joined, nothing is guessed; they stay
// [Added] and [Removed], marked as ambiguous. Two records of one side with the same kind and key are an error that names
// both. Time and memory grow with the number of records and fields, however much differs.
func Compare(before, after []Record, opt Options) (Result, error) {
	old, errOld := newSide("old", before)
	current, errNew := newSide("new", after)
	if err := errors.Join(errOld, errNew); err != nil {
		return Result{}, err
	}
	join(old, current)

	r := Result{Old: len(before), New: len(after)}
	var reader fieldReader
	for i, record := range old.records {
		j := old.partner[i]
		if j == alone {
			r.Changes = append(r.Changes, lost(record, old.doubt[i], opt, &reader))
			continue
		}
		r.Compared++
		if c, differs := compare(record, current.records[j], &reader); differs {
			c.Reread = opt.Reread != nil && opt.Reread(c)
			r.Changes = append(r.Changes, c)
		}
	}
	for j, record := range current.records {
		if current.partner[j] == alone {
			c := describe(Added, record)
			c.Ambiguous = current.doubt[j]
			c.Fields = reader.compare(nil, record)
			r.Changes = append(r.Changes, c)
		}
	}
	slices.SortFunc(r.Changes, func(a, b Change) int {
		return cmp.Or(
			cmp.Compare(a.Group, b.Group), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Key, b.Key),
		)
	})
	r.Counts = count(r.Changes)
	return r, nil
}

// lost describes a record that the new side does not have.
func lost(record Record, doubt bool, opt Options, reader *fieldReader) Change {
	c := describe(Removed, record)
	c.Ambiguous = doubt
	if opt.Unknown != nil && opt.Unknown(c.Kind, c.Key) {
		c.Type = Unknown
		return c
	}
	c.Fields = reader.compare(record, nil)
	return c
}

// compare describes the difference between two records that are the same thing, if there is one.
func compare(before, after Record, reader *fieldReader) (c Change, differs bool) {
	fields := reader.compare(before, after)
	oldKey, moved := before.RecordKey(), before.RecordKey() != after.RecordKey()
	if len(fields) == 0 && !moved {
		return Change{}, false
	}
	c = describe(Changed, after)
	c.Fields = fields
	if moved {
		c.Type, c.OldKey = Moved, oldKey
	}
	return c, true
}

func describe(t Type, r Record) Change {
	return Change{Type: t, Kind: r.RecordKind(), Key: r.RecordKey(), Title: r.RecordTitle(), Group: r.RecordGroup(), Subject: r.RecordSubject()}
}
