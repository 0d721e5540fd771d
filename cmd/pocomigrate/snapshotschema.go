package main

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// schemas returns the JSON Schema of each file of a snapshot, for a file of lines that of a line. They are made from the
// types that read and write the files.
func schemas() map[string]*snapshot.JSONSchema {
	words := map[reflect.Type][]string{
		reflect.TypeFor[catalog.State]():  {string(catalog.Found), string(catalog.Gone), string(catalog.Unknown)},
		reflect.TypeFor[mapping.Status](): {string(mapping.Matched), string(mapping.NeedsReview), string(mapping.ProductOnly), string(mapping.Unmapped), string(mapping.New)},
		reflect.TypeFor[mapping.Ruling](): rulingWords(),
		reflect.TypeFor[mapping.Level]():  {string(mapping.Exact), string(mapping.Compatible), string(mapping.Missing), string(mapping.Conflict)},
		reflect.TypeFor[mapping.Flag]():   {string(mapping.SoldTwice), string(mapping.TargetMissing), string(mapping.RulingAmbiguous)},
	}
	return map[string]*snapshot.JSONSchema{
		snapshot.ManifestFile: snapshot.SchemaFor[snapshot.Manifest]("what the files of a snapshot hold", words),
		snapshot.VariantsFile: snapshot.SchemaFor[catalog.Variant]("a variant that a shop sells", words),
		snapshot.MappingsFile: snapshot.SchemaFor[mapping.Mapping]("what takes the place of a variant", words),
		snapshot.CoverageFile: snapshot.SchemaFor[catalog.Coverage]("what became of an expected address", words),
		snapshot.SourcesFile:  snapshot.SchemaFor[catalog.Sources]("where the values of a variant were read", words),
	}
}

func rulingWords() []string {
	var out []string
	for _, r := range mapping.Rulings() {
		out = append(out, string(r))
	}
	return out
}

// printSchema writes a schema as people read it, too.
func (a *app) printSchema(s *snapshot.JSONSchema) error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err == nil {
		_, err = fmt.Fprintf(a.Out, "%s\n", text)
	}
	return err
}
