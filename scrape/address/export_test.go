package address

import (
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

// Form returns an address in a form in which addresses are compared, by the name of a page's character set.
func Form(raw, charsetName string, fragment, blank bool) string {
	f := addressForm{fragment: fragment, blank: blank}
	if charsetName != "" {
		f.charset, _ = htmlindex.Get(strings.NewReplacer("iso2022jp", "iso-2022-jp").Replace(charsetName)) //nolint:errcheck // nil is UTF-8
	}
	return f.write(raw)
}
