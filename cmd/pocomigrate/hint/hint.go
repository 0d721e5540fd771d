// Package hint holds what errors say about what to do next, and the guesses at what somebody meant who named what there is not.
package hint

import "errors"

// hintedError is an error with a hint.
type hintedError struct {
	error
	text string
}

func (e *hintedError) Unwrap() error { return e.error }

// Add returns an error that wraps err, reads as err does, and has a hint for people: what to do next, in one line or several, each
// without a full stop.
func Add(err error, text string) error { return &hintedError{err, text} }

// Of returns the hint of an error, the outermost where it wraps others that have one; "" for none.
func Of(err error) string {
	if h, ok := errors.AsType[*hintedError](err); ok {
		return h.text
	}
	return ""
}
