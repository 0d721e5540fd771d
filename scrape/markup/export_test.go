package markup

// IsOrderly says whether a page is read without x/net/html.
func IsOrderly(page []byte) bool { return parseOrderly(page) != nil }
