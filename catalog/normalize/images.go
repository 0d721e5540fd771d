package normalize

import (
	"net/url"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// image takes the row's first image, else the listing's, as an absolute https address.
func (b *builder) image() {
	for _, q := range slices.Concat(b.item.row.Images, b.listing.Images) {
		if link := imageLink(b.listing.URL, q); link != "" {
			b.out.ImageLink = link
			b.note("image_link", q, true, ruleAddress)
			return
		}
	}
}

// imageLink returns the address of an image; a relative one is resolved against the page where it was read, else the
// product's page. It returns "" for what is no address on the web, such as data in place of an image.
func imageLink(page string, q catalog.Quote) string {
	text := strings.TrimSpace(q.Text)
	if text == "" {
		return ""
	}
	if q.At.URL != "" {
		page = q.At.URL
	}
	base, err := url.Parse(page)
	if err != nil {
		return ""
	}
	u, err := base.Parse(text)
	if err != nil || u.Host == "" {
		return ""
	}
	switch u.Scheme {
	case "http", "https", "":
		u.Scheme = "https"
		return u.String()
	}
	return ""
}
