package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
)

// violation says where a value does not fit a schema; "" where it does.
func violation(s *snapshot.JSONSchema, v any, at string) string {
	switch v := v.(type) {
	case map[string]any:
		if s.Type != "object" {
			return at + ": is an object"
		}
		for _, name := range s.Required {
			if _, ok := v[name]; !ok {
				return at + ": lacks " + name
			}
		}
		for name, member := range v {
			of := s.Properties[name]
			if further, ok := s.Additional.(*snapshot.JSONSchema); ok && of == nil {
				of = further
			}
			if of == nil {
				return at + ": has " + name
			}
			if found := violation(of, member, at+"."+name); found != "" {
				return found
			}
		}
		return ""
	case []any:
		if s.Type != "array" {
			return at + ": is an array"
		}
		for i, element := range v {
			if found := violation(s.Items, element, fmt.Sprintf("%s[%d]", at, i)); found != "" {
				return found
			}
		}
		return ""
	case string:
		_, err := time.Parse(time.RFC3339, v)
		if s.Type == "string" && (s.Enum == nil || slices.Contains(s.Enum, v)) && (s.Format == "" || err == nil) {
			return ""
		}
	case float64:
		if s.Type == "number" || s.Type == "integer" && v == math.Trunc(v) {
			return ""
		}
	case bool:
		if s.Type == "boolean" {
			return ""
		}
	}
	return fmt.Sprintf("%s: %v is no %s of %q", at, v, s.Type, s.Enum)
}

// TestSchemas: what a run writes fits the schemas, and what it would not write does not.
func TestSchemas(t *testing.T) {
	run := sampleRun(t)
	for file, schema := range schemas() {
		t.Run(file, func(t *testing.T) {
			text, err := fs.ReadFile(run, "snapshot/"+file)
			if err != nil {
				t.Fatal(err)
			}
			values := bytes.SplitAfter(text, []byte("\n"))
			if !strings.HasSuffix(file, ".jsonl") {
				values = [][]byte{text}
			}
			n := 0
			for _, value := range values {
				if len(value) == 0 {
					continue
				}
				var v map[string]any
				if err := json.Unmarshal(value, &v); err != nil {
					t.Fatal(err)
				}
				if found := violation(schema, v, file); found != "" {
					t.Fatal(found)
				}
				n++
				if n > 1 {
					continue
				}
				v["colour"] = "black"
				if violation(schema, v, file) == "" {
					t.Error("a member that is unknown fits")
				}
				delete(v, "colour")
				delete(v, schema.Required[0])
				if violation(schema, v, file) == "" {
					t.Errorf("without %s it fits", schema.Required[0])
				}
			}
			if n == 0 {
				t.Error("there was nothing to check")
			}
		})
	}
}
