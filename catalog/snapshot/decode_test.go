package snapshot_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
)

func TestDecode(t *testing.T) {
	tests := []struct {
		name, text string
		want       []phone
	}{
		{"no bytes are no values", "", nil},
		{"one line", `{"key":"k","title":"t"}` + "\n", []phone{{Key: "k", Title: "t"}}},
		{"the file's order is kept", `{"key":"b"}` + "\n" + `{"key":"a"}` + "\n", []phone{{Key: "b"}, {Key: "a"}}},
		{"line ends of a Windows checkout", `{"key":"k"}` + "\r\n", []phone{{Key: "k"}}},
		{"a line longer than any buffer", `{"title":"` + strings.Repeat("x", 1<<20) + `"}` + "\n", []phone{{Title: strings.Repeat("x", 1<<20)}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := snapshot.Decode[phone](iotest.HalfReader(strings.NewReader(tt.text)), "phones.jsonl")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodeErrors(t *testing.T) {
	const good = `{"key":"k"}` + "\n"
	tests := []struct{ name, text, want string }{
		{"unknown field", good + `{"key":"l","colour":"red"}` + "\n", `v.jsonl:2: unknown field "colour"`},
		{"unknown field further in", `{"offer":{"price":1}}` + "\n", `v.jsonl:1: unknown field "price"`},
		{"field twice", good + good + `{"key":"l","key":"m"}` + "\n", `v.jsonl:3: field "key" is given twice`},
		{"field twice further in", `{"offer":{"amount":1,"amount":1}}` + "\n", `v.jsonl:1: field "amount" is given twice`},
		{"wrong type", `{"ram_gb":"8"}` + "\n", `v.jsonl:1: field "ram_gb": want int, found string`},
		{"wrong type further in", `{"offer":{"amount":1.5}}` + "\n", `v.jsonl:1: field "offer.amount": want int64, found number 1.5`},
		{"not a number", `{"display_in":NaN}` + "\n", `v.jsonl:1: not JSON at byte 15: invalid character 'N' looking for beginning of value`},
		{"not a number, further down", "{}\r\n{} \n" + `{"display_in":NaN}` + "\n", `v.jsonl:3: not JSON at byte 15: invalid character 'N' looking for beginning of value`},
		{"two objects in a line, further down", good + "{}  \n" + `{"key":"k"} {"key":"l"}` + "\n", `v.jsonl:3: something follows the object, at byte 12`},
		{"torn in a line", good + `{"key":"l","ti`, `v.jsonl:2: the last line has no newline: the file was cut off`},
		{"torn before the newline", good + `{"key":"l"}`, `v.jsonl:2: the last line has no newline: the file was cut off`},
		{"torn in the middle", `{"key":"k",` + "\n" + good, `v.jsonl:1: the object does not end`},
		{"empty line", good + "\n" + good, `v.jsonl:2: the line is empty`},
		{"line of spaces", good + " \t\n", `v.jsonl:2: the line is empty`},
		{"null", "null\n", `v.jsonl:1: want a JSON object, found "null"`},
		{"an array of values", `[{"key":"k"}]` + "\n", `v.jsonl:1: want a JSON object, found "[{\"key\":\"k\"}]"`},
		{"byte order mark", "\ufeff" + good, `v.jsonl:1: want a JSON object, found "\ufeff{\"key\":\"k\"}"`},
		{"two objects in a line", `{"key":"k"} {"key":"l"}` + "\n", `v.jsonl:1: something follows the object, at byte 12`},
		{"marks of a merge", good + "<<<<<<< main\n", `v.jsonl:2: want a JSON object, found "<<<<<<< main"`},
		{"too long", good + `{"key":"` + strings.Repeat("x", 17<<20) + `"}` + "\n", `v.jsonl:2: the line is longer than 16 MiB`},
		{"too long without an end", strings.Repeat("x", 17<<20), `v.jsonl:1: the line is longer than 16 MiB`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := snapshot.Decode[phone](strings.NewReader(tt.text), "v.jsonl")
			if err == nil || err.Error() != tt.want {
				t.Errorf("error = %v\nwant    %s", err, tt.want)
			}
			if got != nil {
				t.Errorf("values beside an error: %v", got)
			}
		})
	}
}

// An error of the reader is passed on with the place that was reached, and can be asked for.
func TestDecodeReadError(t *testing.T) {
	broken := errors.New("the disk is gone")
	r := io.MultiReader(strings.NewReader(`{"key":"k"}`+"\n"+`{"key`), iotest.ErrReader(broken))
	_, err := snapshot.Decode[phone](r, "v.jsonl")
	if !errors.Is(err, broken) || err.Error() != "v.jsonl:2: the disk is gone" {
		t.Errorf("error = %v, want v.jsonl:2: the disk is gone", err)
	}
}

// counted is a value that knows when it is wrong.
type counted struct {
	N int `json:"n"`
}

func (c counted) Check() error {
	if c.N < 0 {
		return fmt.Errorf("n is %d", c.N)
	}
	return nil
}

// What a value says against itself stops the reading at its line; the values before it were yielded.
func TestValuesChecksThem(t *testing.T) {
	var got []int
	var err error
	for v, e := range snapshot.Values[counted](strings.NewReader("{\"n\":1}\n{\"n\":2}\n{\"n\":-3}\n{\"n\":4}\n"), "c.jsonl") {
		if err = e; err == nil {
			got = append(got, v.N)
		}
	}
	if err == nil || err.Error() != "c.jsonl:3: n is -3" || !slices.Equal(got, []int{1, 2}) {
		t.Errorf("values %v, error %v", got, err)
	}
	for _, err := range snapshot.Values[counted](strings.NewReader("{\"n\":1}\n{\"n\":2}\n"), "c.jsonl") {
		if err != nil {
			t.Error(err)
		}
		break // a reader may stop early
	}
}
