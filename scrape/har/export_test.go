package har

import "bytes"

// OpenAtMost is OpenBytes with a bound on the entries.
func OpenAtMost(name string, data []byte, most int) (*Archive, error) {
	ix, err := newIndex(name, bytes.NewReader(data), int64(len(data)), most)
	return &Archive{index: ix}, err
}
