package wayback_test

import (
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape/wayback"
)

// TestCaptured: which originals of the index can be addresses of a shop's page, and how they are written.
func TestCaptured(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ original, want string }{
		{"https://www.po.co/uk/product/poco-f6/", "https://www.po.co/uk/product/poco-f6/"},
		{"http://www.po.co:80/uk/", "http://www.po.co/uk/"},
		{"https://po.co:443", "https://po.co"},
		{"https://po.co:443?a=http://b:80/", "https://po.co?a=http://b:80/"},
		{"http://po.co:443/", "http://po.co:443/"},
		{"http://127.0.0.1:8080/uk", "http://127.0.0.1:8080/uk"},
		{"http://[::1]:80/uk", "http://[::1]/uk"},
		{"http://localhost:80/", "http://localhost/"},
		{"HTTP://WWW.PO.CO:80/UK/", "http://WWW.PO.CO/UK/"},
		{"https://po.co/uk/?a=1#garage=", "https://po.co/uk/?a=1"},
		{"https://po.co/uk/%20", "https://po.co/uk/%20"},
		{"https://po.co/uk/%zz", ""},
		{"https://po.co/a b", ""},
		{"https://po.co/<a>", ""},
		{"https://po.co/%22data:image/jpeg;base64,/9j/4AAQ", ""},
		{"http://mailto:someone@po.co/", ""},
		{"http://@po.co/", ""},
		{"mailto:someone@po.co", ""},
		{"ftp://po.co/", ""},
		{"//po.co/uk", ""},
		{"some/not/even/url/thing", ""},
		{"http://nohost/", ""},
		{"http://./", ""},
		{"http:///uk", ""},
		{"", ""},
		{"https://po.co/" + strings.Repeat("a", 4096), ""},
	} {
		if got := wayback.Captured(tt.original); got != tt.want {
			t.Errorf("Captured(%.60q) = %q, want %q", tt.original, got, tt.want)
		}
	}
}
