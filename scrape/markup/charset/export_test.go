package charset

// Name returns the name of the character set that a page has.
func Name(page []byte) string {
	_, name, _ := characterSet(page, "")
	return name
}
