// Package element says what the readers of pages ask of an element: its attributes, the text that people see in it, and where on
// its page it stands. It writes to no tree.
package element
