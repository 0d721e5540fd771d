package main

import (
	"bytes"
	"encoding/json"
	"io"
)

// objects returns what writes values as JSON, one a line.
func objects(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

// indented returns a value as JSON for people to read.
func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	e := objects(&b)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// indentless returns a value as JSON on one line.
func indentless(v any) (string, error) {
	var b bytes.Buffer
	err := objects(&b).Encode(v)
	return string(bytes.TrimSpace(b.Bytes())), err
}
