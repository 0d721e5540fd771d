package snapshot

import (
	"encoding"
	"reflect"
	"strings"
	"time"
)

// JSONSchema is a JSON Schema (2020-12), as far as our values need it. The zero JSONSchema allows anything.
type JSONSchema struct {
	Dialect    string                 `json:"$schema,omitempty"`
	Title      string                 `json:"title,omitempty"`
	Type       string                 `json:"type,omitempty"`
	Format     string                 `json:"format,omitempty"`
	Enum       []string               `json:"enum,omitempty"`
	Items      *JSONSchema            `json:"items,omitempty"`
	Properties map[string]*JSONSchema `json:"properties,omitempty"`
	Required   []string               `json:"required,omitempty"`
	// Additional is the schema of members that Properties does not name, or false where there may be none.
	Additional any `json:"additionalProperties,omitempty"`
	// OneOf are schemas of which a value has to fit exactly one.
	OneOf []*JSONSchema `json:"oneOf,omitempty"`
}

// SchemaFor returns the schema of what values of a type are written as, under a title; words are the values that a string
// of a type may have. A member is required unless its tag lets it be left out, and members that the type does not have are
// refused, as [Values] does. The type must not contain itself.
func SchemaFor[T any](title string, words map[reflect.Type][]string) *JSONSchema {
	s := schemaOf(reflect.TypeFor[T](), words)
	s.Dialect, s.Title = "https://json-schema.org/draft/2020-12/schema", title
	return s
}

func schemaOf(t reflect.Type, words map[reflect.Type][]string) *JSONSchema {
	if t == reflect.TypeFor[time.Time]() {
		return &JSONSchema{Type: "string", Format: "date-time"}
	}
	if t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return &JSONSchema{Type: "string", Enum: words[t]}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem(), words)
	case reflect.Struct:
		return schemaOfStruct(t, words)
	case reflect.Slice, reflect.Array:
		return &JSONSchema{Type: "array", Items: schemaOf(t.Elem(), words)}
	case reflect.Map:
		return &JSONSchema{Type: "object", Additional: schemaOf(t.Elem(), words)}
	case reflect.String:
		return &JSONSchema{Type: "string", Enum: words[t]}
	case reflect.Bool:
		return &JSONSchema{Type: "boolean"}
	case reflect.Float32, reflect.Float64:
		return &JSONSchema{Type: "number"}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return &JSONSchema{Type: "integer"}
	default:
		return &JSONSchema{}
	}
}

func schemaOfStruct(t reflect.Type, words map[reflect.Type][]string) *JSONSchema {
	s := &JSONSchema{Type: "object", Properties: map[string]*JSONSchema{}, Additional: false}
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case !f.IsExported() || name == "-":
			continue
		case name == "":
			name = f.Name
		}
		s.Properties[name] = schemaOf(f.Type, words)
		if !strings.Contains(options, "omit") {
			s.Required = append(s.Required, name)
		}
	}
	return s
}
