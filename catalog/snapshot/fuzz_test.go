package snapshot_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
)

// What can be read can be written, and what was written is read as the same values and written as the same bytes.
func FuzzDecode(f *testing.F) {
	f.Add(`{"key":"k","title":"t","offer":{"amount":1,"currency":"EUR"},"extra":{"b":1,"a":2}}` + "\n")
	f.Add(`{"key":"k"}` + "\n" + `{"title":"\ud800 \u2028 \"","names":["b","a"]}` + "\n")
	f.Add(`{"KEY":"k","ram_gb":8e0}` + "\n")
	f.Add("{}\n{\n")
	f.Fuzz(func(t *testing.T, text string) {
		values, err := snapshot.Decode[phone](strings.NewReader(text), "f")
		if err != nil {
			return
		}
		written, err := snapshot.Encode(values)
		if err != nil && strings.Contains(err.Error(), "two values have this key") {
			return
		}
		if err != nil {
			t.Fatalf("encode what was decoded: %v", err)
		}
		again, err := snapshot.Decode[phone](bytes.NewReader(written), "f")
		if err != nil {
			t.Fatalf("decode what was encoded: %v\n%s", err, written)
		}
		if diff := cmp.Diff(texts(t, values), texts(t, again)); diff != "" {
			t.Fatalf("values (-decoded +decoded again):\n%s", diff)
		}
		twice, err := snapshot.Encode(again)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(written), string(twice)); diff != "" {
			t.Errorf("written twice (-first +second):\n%s", diff)
		}
	})
}

// texts returns the values as encoding/json writes them, sorted.
func texts(t *testing.T, values []phone) []string {
	t.Helper()
	out := make([]string, len(values))
	for i, v := range values {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out[i] = string(text)
	}
	slices.Sort(out)
	return out
}

// The canonical form of a canonical form is itself, and says what the text said.
func FuzzEncode(f *testing.F) {
	f.Add(`{"b":[1,{"d":1,"c":{}}],"a":"\u00e9\"\\"}`)
	f.Add(`{"\u0061":1.0,"\ud800":null,"":[[],[{}]]}`)
	f.Add(" {\n\t\"a\" : -0.0e+1 } ")
	f.Fuzz(func(t *testing.T, text string) {
		form, err := snapshot.Encode([]written{written(text)})
		if err != nil {
			return
		}
		again, err := snapshot.Encode([]written{written(form)})
		if err != nil {
			t.Fatalf("encode %s: %v", form, err)
		}
		if !bytes.Equal(form, again) {
			t.Errorf("canonical form of %s is %s", form, again)
		}
		if before, after := meaning(t, []byte(text)), meaning(t, form); !reflect.DeepEqual(before, after) {
			t.Errorf("%s became %s", text, form)
		}
		if bytes.Count(form, []byte("\n")) != 1 {
			t.Errorf("more than one line: %q", form)
		}
	})
}

func meaning(t *testing.T, text []byte) any {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("decode %q: %v", text, err)
	}
	return v
}

// A manifest that can be read can be written, and keeps its digest.
func FuzzDecodeManifest(f *testing.F) {
	text, err := manifest().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Add(`{"schema":2,"shops":[{"shop":"b"},{"shop":"a"}],"files":{"\ud800":"x"}}`)
	f.Add(`{"schema":4}`)
	f.Fuzz(func(t *testing.T, text string) {
		m, err := snapshot.DecodeManifest(strings.NewReader(text), "f")
		if err != nil {
			return
		}
		m.Schema = snapshot.Schema // an older one is written under the number of this one
		written, err := m.Encode()
		if err != nil {
			t.Fatalf("encode what was decoded: %v", err)
		}
		again, err := snapshot.DecodeManifest(bytes.NewReader(written), "f")
		if err != nil {
			t.Fatalf("decode what was encoded: %v\n%s", err, written)
		}
		if m.Digest() != again.Digest() {
			t.Errorf("the digest of %s changed", text)
		}
	})
}
