package site

import (
	"encoding/json"
	"errors"
)

// What tests look at from outside of the package.
var ParsePattern = parsePattern

// CheckLayout reports what is wrong with a layout.
func CheckLayout(text string) error {
	l := &Layout{Name: "mine"}
	if err := json.Unmarshal([]byte(text), l); err != nil {
		return err
	}
	return errors.Join(l.check()...)
}
