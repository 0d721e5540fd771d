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

// The scanner judges every damaged line as encoding/json does: lines that a hand or a merge has spoilt are not read as
// something else.
func TestScannerOnDamagedLines(t *testing.T) {
	whole := []string{
		`{"key":"a\"\\\/\b\f\n\r\t\u00e9\uABCD","z":[1,-0.5e+3,20E-1,0,true,false,null,[],{}]}`,
		`{ "key" : { "b" : [ 1 , "x" ] , "c" : -7 } }`,
	}
	judge := func(text string) {
		if !strings.HasPrefix(text, "{") {
			return // what begins in another way is refused before anybody reads on
		}
		if _, err := scan(text+"\n", "z"); (err == nil) != json.Valid([]byte(text)) {
			t.Errorf("%s: valid = %v, error %v", text, json.Valid([]byte(text)), err)
		}
	}
	for _, text := range whole {
		judge(text)
		for i := range text {
			judge(text[:i])
			judge(text[:i] + text[i+1:])
			for _, c := range "{}[]\":,\\0-+.eEtnufx \x01\x7f" {
				judge(text[:i] + string(c) + text[i:])
				judge(text[:i] + string(c) + text[i+1:])
			}
		}
	}
}

// What a line says is asked for by those who need it, and then with all the checks that reading all lines has.
func TestScannerValue(t *testing.T) {
	s := snapshot.NewScanner(strings.NewReader("{\"n\":1}\n{\"n\":-2}\n{\"n\":\"3\"}\n{\"n\":4}\n"), "c.jsonl", "n")
	for _, want := range []struct {
		text, at, err string
		n             int
	}{
		{`{"n":1}`, "c.jsonl:1", "", 1},
		{`{"n":-2}`, "c.jsonl:2", "c.jsonl:2: n is -2", -2},
		{`{"n":"3"}`, "c.jsonl:3", `c.jsonl:3: field "n": want int, found string`, 0},
	} {
		if more, err := s.Next(); !more || err != nil {
			t.Fatalf("Next = %v, %v", more, err)
		}
		if string(s.Text()) != want.text || s.At() != want.at {
			t.Errorf("at %s: %s, want %s at %s", s.At(), s.Text(), want.text, want.at)
		}
		var v counted
		err := s.Value(&v)
		if v.N != want.n || (err == nil) != (want.err == "") || err != nil && err.Error() != want.err {
			t.Errorf("%s: value %v, error %v, want %d, %q", s.At(), v, err, want.n, want.err)
		}
	}
}

// Two values of different lines in one scanner are read alike, and each whole.
func TestScannerValues(t *testing.T) {
	s := snapshot.NewScanner(strings.NewReader("{\"key\":\"k\",\"title\":\"t\"}\n{\"key\":\"l\"}\n"), "v.jsonl")
	for _, want := range []phone{{Key: "k", Title: "t"}, {Key: "l"}} {
		var got phone
		if more, err := s.Next(); !more || err != nil {
			t.Fatalf("Next = %v, %v", more, err)
		}
		if err := s.Value(&got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("value (-want +got):\n%s", diff)
		}
	}
	if more, err := s.Next(); more || err != nil {
		t.Errorf("after the last line, Next = %v, %v", more, err)
	}
}

func TestString(t *testing.T) {
	for _, tt := range []struct{ token, says, err string }{
		{`"POCO"`, "POCO", ""},
		{`"caf\u00e9"`, "café", ""},
		{`7`, "", "want a string, found 7"},
		{`{"key":"a long object"}`, "", `want a string, found {"key":"a long objec`},
	} {
		says, err := snapshot.String([]byte(tt.token))
		if says != tt.says || (err == nil) != (tt.err == "") || err != nil && err.Error() != tt.err {
			t.Errorf("String(%s) = %q, %v, want %q, %q", tt.token, says, err, tt.says, tt.err)
		}
	}
	if says, err := snapshot.String(nil); says != "" || err != nil {
		t.Errorf("String of nothing = %q, %v", says, err)
	}
}

// A reader of the strings of an array may stop anywhere; what is no array of strings is an error or has none.
func TestStringsStops(t *testing.T) {
	for _, array := range []string{`["a","b"]`, `["a","\u0062"]`} {
		var got []string
		err := snapshot.Strings([]byte(array), func(s []byte) bool { got = append(got, string(s)); return false })
		if err != nil || !slices.Equal(got, []string{"a"}) {
			t.Errorf("the first of %s: %q, %v", array, got, err)
		}
	}
	none := func(s []byte) bool { t.Errorf("%q was yielded", s); return true }
	if err := snapshot.Strings(nil, none); err != nil {
		t.Errorf("Strings of nothing: %v", err)
	}
	for _, wrong := range []string{`{"a":1}`, `"a"`, `["a\n",7]`} {
		if err := snapshot.Strings([]byte(wrong), none); err == nil {
			t.Errorf("Strings(%s) is no error", wrong)
		}
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
