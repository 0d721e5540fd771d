package diff

import (
	"errors"
	"fmt"
	"iter"
)

// Record is one thing to compare. Its law: every method returns the same each time; within one side, no two records
// share kind and key; within one record, no two fields share a name.
type Record interface {
	// RecordKind says what kind of thing it is, in a word: "variant". Records of different kinds are never joined.
	RecordKind() string
	// RecordKey names the record among those of its kind.
	RecordKey() string
	// RecordIdentities returns all names under which the record may be found again when its key has changed, in any
	// order, with or without the key itself.
	RecordIdentities() []string
	// RecordTitle names the record to a person.
	RecordTitle() string
	// RecordGroup returns what part of its side the record belongs to: its shop.
	RecordGroup() string
	// RecordSubject returns what the record is one of many of, in any group: its product. Equal changes of one subject are
	// told in one line.
	RecordSubject() string
	// RecordFields yields names and values of the fields to compare. An absent field is left out or empty.
	RecordFields() iter.Seq2[string, string]
}

// id names a record among all of one side.
type id struct{ kind, key string }

func idOf(r Record) id { return id{r.RecordKind(), r.RecordKey()} }

// clash is a key that two records of one side share.
type clash struct {
	id     id
	titles [2]string
}

// maxClashes is how many clashes an error spells out: enough to see the pattern.
const maxClashes = 10

// clashError tells of clashes in their order; it is nil where there are none.
func clashError(name string, clashes []clash) error {
	var errs []error
	for i, c := range clashes {
		if i == maxClashes {
			errs = append(errs, fmt.Errorf("the %s side: %d more keys are given twice", name, len(clashes)-i))
			break
		}
		errs = append(errs, fmt.Errorf("the %s side: %s %q is given twice: as %q and as %q",
			name, c.id.kind, c.id.key, c.titles[0], c.titles[1]))
	}
	return errors.Join(errs...)
}
