package snapshot_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
)

func scan(text string, members ...string) (values []string, err error) {
	s := snapshot.NewScanner(strings.NewReader(text), "variants.jsonl", members...)
	for {
		more, err := s.Next()
		if err != nil || !more {
			return values, err
		}
		found, err := s.Members()
		if err != nil {
			return values, err
		}
		for _, f := range found {
			values = append(values, string(f))
		}
	}
}

func TestScanner(t *testing.T) {
	got, err := scan(`{"a":1,"key":"k\"1","z":{"key":"inner"}}`+"\n"+` { "z" : [ 1 , "x" ] , "key" : null } `+"\n{}\n", "key", "z")
	if want := []string{`"k\"1"`, `{"key":"inner"}`, "null", `[ 1 , "x" ]`, "", ""}; err != nil || !slices.Equal(got, want) {
		t.Errorf("members = %q, %v; want %q", got, err, want)
	}
}

func TestScannerErrors(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"torn line", "{}\n{\"key\":\"k", "variants.jsonl:2: the last line has no newline: the file was cut off"},
		{"torn object", `{"key":"k` + "\n", "variants.jsonl:1: the object does not end"},
		{"empty line", "{}\n\n", "variants.jsonl:2: the line is empty"},
		{"no object", "[]\n", `variants.jsonl:1: want a JSON object, found "[]"`},
		{"NaN", `{"score":NaN}` + "\n", "variants.jsonl:1: not JSON at byte 10: 'N' is not expected here"},
		{"two of a kind", `{"key":1,"key":2}` + "\n", `variants.jsonl:1: field "key" is given twice`},
		{"two objects", "{}{}\n", "variants.jsonl:1: something follows the object, at byte 3"},
		{"a comma too many", `{"a":1,}` + "\n", "variants.jsonl:1: not JSON at byte 8: '}' is not expected here"},
		{"a control character", "{\"a\":\"\x01\"}\n", `variants.jsonl:1: not JSON at byte 7: '\x01' is not expected here`},
		{"not UTF-8", "{\"a\":\"\xff\"}\n", "variants.jsonl:1: not UTF-8"},
		{"deep", strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 100) + "\n", "variants.jsonl:1: nested more than 64 levels deep"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := scan(tt.text, "key"); err == nil || err.Error() != tt.want {
				t.Errorf("error = %v, want %s", err, tt.want)
			}
		})
	}
}

func TestStrings(t *testing.T) {
	for _, text := range []string{`[]`, `["a"]`, `["a","b c","ü"]`, `["a\"b","\u00e9"]`, `[ "a" , "b" ]`} {
		var want, got []string
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		err := snapshot.Strings([]byte(text), func(s []byte) bool { got = append(got, string(s)); return true })
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("Strings(%s) = %q, %v; want %q", text, got, err, want)
		}
	}
}

// The scanner takes what encoding/json takes, but for text that is not UTF-8 and for depth, and finds the same members.
func FuzzScanner(f *testing.F) {
	for _, seed := range []string{
		`{"key":"k","z":[1,-0.5e+3,true,null]}`, `{"a":01}`, `{"a":"\ud800"}`, `{"key":1e}`, "{\"a\":\"\x7f\"}", `{"":{}}`, `{"a":-}`, `{"a" 1}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsAny(text, "\n") || !strings.HasPrefix(strings.TrimLeft(text, " \t\r"), "{") || strings.Count(text, "{")+strings.Count(text, "[") > 60 ||
			strings.ToValidUTF8(text, "") != text || strings.Contains(text, `\u`) || strings.Count(text, `"key"`) > 1 {
			t.Skip("not a line that both readers promise the same of")
		}
		values, err := scan(text+"\n", "key")
		if valid := json.Valid([]byte(text)); valid != (err == nil) {
			t.Fatalf("valid = %v, error %v", valid, err)
		}
		if err != nil {
			return
		}
		var want map[string]json.RawMessage
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{string(want["key"])}, values); diff != "" {
			t.Errorf("key (-want +got):\n%s", diff)
		}
	})
}
