package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
)

// TestChangesSchema: every line of the golden files of diff --format json fits the schema of its kind and no other, no line fits
// without what is required, with a word that is none of the words of its member or with what the schema does not name, and each
// member that it names is written in one of them.
func TestChangesSchema(t *testing.T) {
	whole := changesSchema()
	written := map[string]bool{}
	for _, line := range changeLines(t) {
		at := string(line)
		var v map[string]any
		if err := json.Unmarshal(line, &v); err != nil {
			t.Fatalf("%s: %v", at, err)
		}
		of := schemaOfLine(whole, v)
		if of == nil {
			t.Errorf("%s: fits none or more than one: %q", at, []string{
				violation(whole.OneOf[0], v, "change"), violation(whole.OneOf[1], v, "finding"), violation(whole.OneOf[2], v, "summary"),
			})
			continue
		}
		noteMembers(v, of.Title, written)
		for _, name := range of.Required {
			kept := v[name]
			delete(v, name)
			if schemaOfLine(whole, v) != nil {
				t.Errorf("%s: without %s it fits", at, name)
			}
			v[name] = kept
		}
		for _, name := range []string{"kind", "type", "level", "empty_side"} {
			kept, ok := v[name]
			if !ok {
				continue
			}
			if v[name] = "other"; schemaOfLine(whole, v) != nil {
				t.Errorf("%s: %s may be any word", at, name)
			}
			v[name] = kept
		}
		v["colour"] = "black"
		if schemaOfLine(whole, v) != nil {
			t.Errorf("%s: a member that is unknown fits", at)
		}
	}
	// Those who read by the schema take a member that a later version adds, and look up one dialect.
	text := command(t, "diff", "--schema")
	if strings.Contains(text, "additionalProperties") || strings.Count(text, "$schema") != 1 {
		t.Errorf("the schema refuses members, or names no dialect or several:\n%s", text)
	}
	for _, s := range whole.OneOf {
		if unwritten := missing(s, s.Title, written); len(unwritten) > 0 {
			t.Errorf("no golden file has %q", unwritten)
		}
	}
}

// changeLines returns the lines that the tests of package diff hold WriteJSON to.
func changeLines(t *testing.T) [][]byte {
	t.Helper()
	var out [][]byte
	err := filepath.WalkDir("../../catalog/diff/testdata", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".jsonl") {
			return err
		}
		text, err := os.ReadFile(file)
		out = append(out, bytes.Split(bytes.TrimSuffix(text, []byte("\n")), []byte("\n"))...)
		return err
	})
	if err != nil || len(out) < 100 {
		t.Fatalf("%d lines, %v", len(out), err)
	}
	return out
}

// schemaOfLine returns the one schema that a value fits, nil where it fits none or more.
func schemaOfLine(whole *snapshot.JSONSchema, v any) *snapshot.JSONSchema {
	var fits *snapshot.JSONSchema
	for _, s := range whole.OneOf {
		if violation(s, v, s.Title) == "" {
			if fits != nil {
				return nil
			}
			fits = s
		}
	}
	return fits
}

// noteMembers notes the path of every member of a value.
func noteMembers(v any, at string, written map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			written[at+"."+name] = true
			noteMembers(member, at+"."+name, written)
		}
	case []any:
		for _, element := range v {
			noteMembers(element, at, written)
		}
	}
}

// missing returns the members of a schema that were not written.
func missing(s *snapshot.JSONSchema, at string, written map[string]bool) []string {
	var out []string
	for name, member := range s.Properties {
		if path := at + "." + name; written[path] {
			out = append(out, missing(member, path, written)...)
		} else {
			out = append(out, path)
		}
	}
	if s.Items != nil {
		out = append(out, missing(s.Items, at, written)...)
	}
	return out
}
