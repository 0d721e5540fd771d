package snapshot_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
)

// color is a string of a few words.
type color string

// level is a number that is written as a word.
type level int

func (level) MarshalText() ([]byte, error) { return []byte("high"), nil }

// all has a member of every kind that a schema tells apart.
type all struct {
	Text     string         `json:"text"`
	Color    color          `json:"color,omitempty"`
	Count    uint16         `json:"count"`
	Level    level          `json:"level,omitzero"`
	Width    float32        `json:"width,omitzero"`
	Sold     bool           `json:"sold"`
	At       time.Time      `json:"at,omitzero"`
	Offer    *offer         `json:"offer,omitempty"`
	Names    []string       `json:"names,omitempty"`
	Pair     [2]int         `json:"pair"`
	ByShop   map[string]int `json:"by_shop,omitempty"`
	Any      any            `json:"any,omitempty"`
	Untagged int
	Hidden   string `json:"-"`
	own      int    //nolint:unused // what is not written is no member
}

// The schema says of a type what its values are written as: names, kinds, what must be there, and that nothing else may.
func TestSchemaFor(t *testing.T) {
	words := map[reflect.Type][]string{reflect.TypeFor[color](): {"black", "white"}, reflect.TypeFor[level](): {"low", "high"}}
	got, err := json.MarshalIndent(snapshot.SchemaFor[all]("all kinds", words), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
 "$schema": "https://json-schema.org/draft/2020-12/schema",
 "title": "all kinds",
 "type": "object",
 "properties": {
  "Untagged": {
   "type": "integer"
  },
  "any": {},
  "at": {
   "type": "string",
   "format": "date-time"
  },
  "by_shop": {
   "type": "object",
   "additionalProperties": {
    "type": "integer"
   }
  },
  "color": {
   "type": "string",
   "enum": [
    "black",
    "white"
   ]
  },
  "count": {
   "type": "integer"
  },
  "level": {
   "type": "string",
   "enum": [
    "low",
    "high"
   ]
  },
  "names": {
   "type": "array",
   "items": {
    "type": "string"
   }
  },
  "offer": {
   "type": "object",
   "properties": {
    "amount": {
     "type": "integer"
    },
    "currency": {
     "type": "string"
    }
   },
   "required": [
    "currency",
    "amount"
   ],
   "additionalProperties": false
  },
  "pair": {
   "type": "array",
   "items": {
    "type": "integer"
   }
  },
  "sold": {
   "type": "boolean"
  },
  "text": {
   "type": "string"
  },
  "width": {
   "type": "number"
  }
 },
 "required": [
  "text",
  "count",
  "sold",
  "pair",
  "Untagged"
 ],
 "additionalProperties": false
}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("schema (-want +got):\n%s", diff)
	}
}
