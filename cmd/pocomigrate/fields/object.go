package fields

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// AppendObject appends the fields of a variant as one JSON object, in the order of the fields. Digits returns how many minor digits a currency
// has.
func AppendObject(line []byte, v *catalog.Variant, fields []Field, digits func(currency string) int) ([]byte, error) {
	var err error
	line = append(line, '{')
	for _, f := range fields {
		value := f.value(v, digits)
		if value == nil {
			continue
		}
		line = comma(line)
		if line, err = appendText(line, f.Name); err != nil {
			return nil, err
		}
		line = append(line, ':')
		if line, err = appendValue(line, value); err != nil {
			return nil, err
		}
	}
	return append(line, '}'), nil
}

func appendValue(line []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case string:
		return appendText(line, v)
	case int:
		return strconv.AppendInt(line, int64(v), 10), nil
	case byLabel:
		return appendLabels(line, v)
	}
	return appendJSON(line, value)
}

func appendLabels(line []byte, labels byLabel) ([]byte, error) {
	var err error
	line = append(line, '{')
	for label, words := range labels {
		line = comma(line)
		if line, err = appendText(line, label); err != nil {
			return nil, err
		}
		line = append(line, ':')
		if line, err = appendText(line, words); err != nil {
			return nil, err
		}
	}
	return append(line, '}'), nil
}

// comma parts a member of an object from the one before it.
func comma(line []byte) []byte {
	if line[len(line)-1] == '{' {
		return line
	}
	return append(line, ',')
}

// appendText appends a JSON string. Nearly all words need no escape, and are copied.
func appendText(line []byte, text string) ([]byte, error) {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return appendJSON(line, text)
		}
	}
	return append(append(append(line, '"'), text...), '"'), nil
}

func appendJSON(line []byte, value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return nil, err
	}
	return append(line, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...), nil
}
