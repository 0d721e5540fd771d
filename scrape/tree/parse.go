package tree

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// MaxDepth bounds the nesting of JSON. The deepest answer that the layouts describe nests 12 levels.
const MaxDepth = 200

// maxValues bounds the values of one JSON text, of which each takes some 130 bytes: "[0,0,…" in 32 MiB would take 2 GiB. The
// largest answers of the shops are under 2 MiB, and hold fewer than 100,000.
const maxValues = 1_000_000

// Parse reads the JSON value at the start of data and ignores what follows it, unless whole asks for nothing else.
// Inside is put in front of every pointer into the value.
func Parse(data []byte, inside string, whole bool) (*Value, error) {
	d := &treeReader{Decoder: json.NewDecoder(bytes.NewReader(data))}
	d.UseNumber()
	v, err := d.value(0)
	if err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, fmt.Errorf("JSON ends early, after byte %d", len(data))
		}
		return nil, fmt.Errorf("JSON at byte %d: %w", d.InputOffset(), err)
	}
	if whole {
		if _, err := d.Token(); !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("JSON at byte %d: something follows the value", d.InputOffset())
		}
	}
	v.Inside = inside
	return v, nil
}

// treeReader builds the tree of one JSON text.
type treeReader struct {
	*json.Decoder
	values int
}

func (d *treeReader) value(depth int) (*Value, error) {
	if depth > MaxDepth {
		return nil, fmt.Errorf("nested deeper than %d levels", MaxDepth)
	}
	if d.values++; d.values > maxValues {
		return nil, fmt.Errorf("more than %d values", maxValues)
	}
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '[' {
			return d.array(depth)
		}
		return d.object(depth)
	case string:
		return &Value{Kind: Scalar, Text: t}, nil
	case json.Number:
		return &Value{Kind: Scalar, Text: t.String()}, nil
	case bool:
		return &Value{Kind: Scalar, Text: strconv.FormatBool(t)}, nil
	}
	return &Value{Kind: Null}, nil
}

func (d *treeReader) array(depth int) (*Value, error) {
	v := &Value{Kind: Array}
	for d.More() {
		if err := d.item(v, depth); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return v, err
}

func (d *treeReader) object(depth int) (*Value, error) {
	v := &Value{Kind: Object}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		text, ok := name.(string)
		if !ok {
			return nil, fmt.Errorf("object key %v is no string", name)
		}
		v.Names = append(v.Names, text)
		if err := d.item(v, depth); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return v, err
}

// item reads one value into an array or object.
func (d *treeReader) item(v *Value, depth int) error {
	item, err := d.value(depth + 1)
	if err != nil {
		return err
	}
	v.Add(item)
	return nil
}
