package diff

import (
	"cmp"
	"errors"
	"maps"
	"slices"
)

// Options are the settings of [Compare]; the zero value is ready.
type Options struct {
	// Unknown says of records of the old side that are missing now which could not be looked for, because their page was
	// not read: these are [Unknown], not [Removed]. It is asked once for all records of a kind, and answers in their order.
	// Nil means that every page was read.
	Unknown func(missing []Record) ([]bool, error)
	// Seen is called for every key, in order, with the texts of the records that stand under it, nil where a side has none.
	// They are good until it returns. Nil is fine.
	Seen func(key, before, after []byte)
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
	old, errOld := byKind("old", before)
	current, errNew := byKind("new", after)
	if err := errors.Join(errOld, errNew); err != nil {
		return Result{}, err
	}
	kinds := maps.Clone(old)
	maps.Copy(kinds, current)
	var results []Result
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		r, err := Merge(old[kind], current[kind], opt)
		if err != nil {
			return Result{}, err
		}
		results = append(results, r)
	}
	return Together(results...), nil
}

// Together returns several results, each of other kinds of records, as one.
func Together(results ...Result) Result {
	var all Result
	for _, r := range results {
		all.Changes = append(all.Changes, r.Changes...)
		all.Old += r.Old
		all.New += r.New
		all.Compared += r.Compared
	}
	return settled(all)
}

// settled returns a result with its changes in order and counted.
func settled(r Result) Result {
	slices.SortFunc(r.Changes, func(a, b Change) int {
		return cmp.Or(
			cmp.Compare(a.Group, b.Group), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Key, b.Key),
		)
	})
	r.Counts = count(r.Changes)
	return r
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
