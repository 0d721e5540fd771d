package markup

// IsOrderly says whether a page is read without x/net/html.
func IsOrderly(page []byte) bool { return new(Parser).parseOrderly(page) != nil }
