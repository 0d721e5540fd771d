package main

import (
	"reflect"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
)

// changesSchema returns the JSON Schema of each line of diff --format json: that of a change, of a finding or of the
// summary. Members that it does not name may be added in later versions, so that it allows them.
func changesSchema() *snapshot.JSONSchema {
	words := map[reflect.Type][]string{
		reflect.TypeFor[diff.Type]():  {string(diff.Added), string(diff.Removed), string(diff.Changed), string(diff.Moved), string(diff.Unknown)},
		reflect.TypeFor[diff.Level](): levels,
	}
	change := snapshot.SchemaFor[diff.ChangeLine]("a record that is not the same on both sides", words)
	finding := snapshot.SchemaFor[diff.FindingLine]("what the policy makes of a change, or of a side as a whole", words)
	summary := snapshot.SchemaFor[diff.SummaryLine]("the last line; a file without it was cut off", words)
	summary.Properties["empty_side"].Enum = []string{"old", "new", "both"}
	change.Properties["fields"].Items.Additional = nil
	dialect := change.Dialect
	for kind, line := range map[string]*snapshot.JSONSchema{"change": change, "finding": finding, "summary": summary} {
		line.Properties["kind"].Enum = []string{kind}
		line.Dialect, line.Additional = "", nil
	}
	return &snapshot.JSONSchema{
		Dialect: dialect, Title: "a line of diff --format json", Type: "object",
		OneOf: []*snapshot.JSONSchema{change, finding, summary},
	}
}
