package snapshot_test

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
)

// phone stands for any value that is kept in a snapshot.
type phone struct {
	Key    string         `json:"key"`
	Title  string         `json:"title"`
	RAM    int            `json:"ram_gb,omitempty"`
	Screen float64        `json:"display_in,omitempty"`
	Names  []string       `json:"names,omitempty"`
	Offer  *offer         `json:"offer,omitempty"`
	Score  score          `json:"score,omitzero"`
	Extra  map[string]int `json:"extra,omitempty"`
}

type offer struct {
	Currency string `json:"currency"`
	Amount   int64  `json:"amount"`
}

// score writes its own digits.
type score float64

func (s score) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(s), 'f', 4, 64), nil
}

func (p phone) LineKey() string { return p.Key }

// written is a value that marshals to the very text it holds.
type written string

func (w written) LineKey() string              { return "a" }
func (w written) MarshalJSON() ([]byte, error) { return []byte(w), nil }

func TestEncode(t *testing.T) {
	tests := []struct {
		name   string
		values []phone
		want   string
	}{
		{"nothing is no bytes", nil, ""},
		{
			"members are sorted, at every depth",
			[]phone{{Key: "k", Title: "t", Offer: &offer{"EUR", 1}}},
			`{"key":"k","offer":{"amount":1,"currency":"EUR"},"title":"t"}` + "\n",
		},
		{
			"names of a map are sorted too",
			[]phone{{Key: "k", Extra: map[string]int{"z": 1, "a": 2, "é": 3}}},
			`{"extra":{"a":2,"z":1,"é":3},"key":"k","title":""}` + "\n",
		},
		{
			"lines are sorted by key",
			[]phone{{Key: "b"}, {Key: "a"}, {Key: "a b"}},
			`{"key":"a","title":""}` + "\n" + `{"key":"a b","title":""}` + "\n" + `{"key":"b","title":""}` + "\n",
		},
		{
			"nothing is escaped for HTML",
			[]phone{{Key: "k", Title: "8GB & <256GB>"}},
			`{"key":"k","title":"8GB & <256GB>"}` + "\n",
		},
		{
			"text is UTF-8",
			[]phone{{Key: "k", Title: "Écran 6,67\" – 120 Hz\n"}},
			`{"key":"k","title":"Écran 6,67\" – 120 Hz\n"}` + "\n",
		},
		{
			"numbers are as their type writes them",
			[]phone{{Key: "k", Screen: 6.67, Score: 0.5}},
			`{"display_in":6.67,"key":"k","score":0.5000,"title":""}` + "\n",
		},
		{
			"lists keep their order",
			[]phone{{Key: "k", Names: []string{"b", "a"}}},
			`{"key":"k","names":["b","a"],"title":""}` + "\n",
		},
		{"bad UTF-8 is replaced", []phone{{Key: "k", Title: "a\xffb"}}, `{"key":"k","title":"a�b"}` + "\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := snapshot.Encode(tt.values)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tt.want {
				t.Errorf("Encode = %s\nwant     %s", got, tt.want)
			}
		})
	}
}

func TestEncodeOneForm(t *testing.T) {
	tests := []struct{ name, written, want string }{
		{"spaces", `{ "b" : [ 1 , { } , [ ] ] ,` + "\n\t" + ` "a" : null }`, `{"a":null,"b":[1,{},[]]}`},
		{"escapes without need", `{"\u0062":"caf\u00e9 \u003c\/","a":"\ud83d\ude00"}`, `{"a":"😀","b":"café </"}`},
		{"escapes with need", `{"a":"\u0022\u005c\u0007\u2028"}`, `{"a":"\"\\\u0007\u2028"}`},
		{"separators that could be literal", "{\"a\":\"\u2028\"}", `{"a":"\u2028"}`},
		{"sorted by what the names say", `{"b":1,"\u0061":2}`, `{"a":2,"b":1}`},
		{"structure inside strings", `{"b":"}],{","a":"\\\"{"}`, `{"a":"\\\"{","b":"}],{"}`},
		{"numbers stay", `{"a":[1.0,-0,1e3,1E+3]}`, `{"a":[1.0,-0,1e3,1E+3]}`},
		{"literals", `{"c":true,"b":false,"a":null}`, `{"a":null,"b":false,"c":true}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := snapshot.Encode([]written{written(tt.written)})
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tt.want+"\n" {
				t.Errorf("Encode(%s) = %s want %s", tt.written, got, tt.want)
			}
		})
	}
}

func TestEncodeErrors(t *testing.T) {
	deep := written(strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 100))
	long := written(`{"a":"` + strings.Repeat("x", 16<<20) + `"}`)
	tests := []struct {
		name   string
		encode func() ([]byte, error)
		want   string
	}{
		{
			"key twice", func() ([]byte, error) {
				return snapshot.Encode([]phone{{Key: "po.co/uk#1"}, {Key: "x"}, {Key: "po.co/uk#1"}})
			},
			`encode snapshot_test.phone "po.co/uk#1": two values have this key`,
		},
		{
			"not a number", func() ([]byte, error) { return snapshot.Encode([]phone{{Key: "k", Screen: math.NaN()}}) },
			`encode snapshot_test.phone "k": json: unsupported value: NaN`,
		},
		{
			"member twice", func() ([]byte, error) { return snapshot.Encode([]written{`{"a":1,"b":2,"\u0061":3}`}) },
			`field "a" is given twice`,
		},
		{
			"member twice in a list", func() ([]byte, error) { return snapshot.Encode([]written{`{"a":[{"b":1,"b":2}]}`}) },
			`field "b" is given twice`,
		},
		{"not an object", func() ([]byte, error) { return snapshot.Encode([]written{`["a"]`}) }, `want a JSON object, found "[\"a\"]"`},
		{"too deep", func() ([]byte, error) { return snapshot.Encode([]written{deep}) }, "nested more than 64 levels deep"},
		{"too long", func() ([]byte, error) { return snapshot.Encode([]written{long}) }, "the line is longer than 16 MiB"},
		{"no JSON", func() ([]byte, error) { return snapshot.Encode([]written{`{"a"`}) }, "unexpected end of JSON input"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.encode()
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want %q", err, tt.want)
			}
			if got != nil {
				t.Errorf("bytes beside an error: %.100q", got)
			}
		})
	}
}

// A file is written line by line, and an error of the writer is passed on with the value it stopped at.
func TestWriteStopsWithItsWriter(t *testing.T) {
	full := errors.New("the disk is full")
	w := &shortWriter{lines: 1, err: full}
	err := snapshot.Write(w, []phone{{Key: "c"}, {Key: "b"}, {Key: "a"}})
	if !errors.Is(err, full) || err.Error() != `encode snapshot_test.phone "b": the disk is full` {
		t.Errorf("error = %v, want that of the writer at the second line", err)
	}
	if w.String() != `{"key":"a","title":""}`+"\n" {
		t.Errorf("%q was written before", w.String())
	}
}

// shortWriter takes so many writes.
type shortWriter struct {
	bytes.Buffer

	lines int
	err   error
}

func (w *shortWriter) Write(p []byte) (int, error) {
	if w.lines--; w.lines < 0 {
		return 0, w.err
	}
	return w.Buffer.Write(p)
}

// Equal catalogues are equal bytes, whatever the order in which their values were found.
func TestEncodeIgnoresOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	values := phones(200)
	want, err := snapshot.Encode(values)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		random.Shuffle(len(values), func(i, j int) { values[i], values[j] = values[j], values[i] })
		first := values[0].Key
		got, err := snapshot.Encode(values)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Fatal("another order of values gave other bytes")
		}
		if values[0].Key != first {
			t.Fatal("Encode sorted its caller's slice")
		}
	}
}
