package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape/site"
)

func TestReadAddresses(t *testing.T) {
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, text     string
		addresses      []string
		foreign, empty []string
		wrong          string
	}{
		{name: "nothing"},
		{
			name: "plain list", text: "# old pages\n\nhttps://www.po.co/uk/product/poco-f6/\n//po.co/fr/product/poco-f6\n",
			addresses: []string{"https://www.po.co/uk/product/poco-f6/", "//po.co/fr/product/poco-f6"},
		},
		{
			name: "export with a heading", text: "\ufeffAddress,Status,Clicks\r\n\"https://www.po.co/uk/\",200,1 204\r\nHTTP://PO.CO/uk/service/warranty/,404,7\r\n",
			addresses: []string{"https://www.po.co/uk/", "HTTP://PO.CO/uk/service/warranty/"},
		},
		{
			name: "clicks first", text: "clicks\tpage\n12\thttps://www.po.co/uk/?pc_hash=x\n",
			addresses: []string{"https://www.po.co/uk/?pc_hash=x"},
		},
		{
			name: "other sites and other words", text: "https://www.po.co/uk/\nhttps://example.com/po.co/uk/\nsee above\nftp://po.co/uk/\n",
			addresses: []string{"https://www.po.co/uk/"},
			foreign:   []string{"list:2: https://example.com/po.co/uk/"},
			empty:     []string{"list:3: see above", "list:4: ftp://po.co/uk/"},
		},
		{name: "no text", text: "h\x00t\x00t\x00p\x00", wrong: "list:1: is no text in UTF-8"},
		{name: "no line", text: "https://po.co/uk/\n" + strings.Repeat("x", maxURLLine+1), wrong: "list:2: the line is longer than 64 KiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readAddresses(strings.NewReader(tt.text), "list", shops)
			if tt.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), tt.wrong) {
					t.Errorf("error %v, want %q", err, tt.wrong)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			want := &addressList{tt.addresses, tt.foreign, tt.empty}
			if d := cmp.Diff(want, got, cmp.AllowUnexported(addressList{})); d != "" {
				t.Errorf("addresses (-want +got):\n%s", d)
			}
		})
	}
}

// FuzzReadAddresses: whatever the list, each address that it gives belongs to a shop and stands in it.
func FuzzReadAddresses(f *testing.F) {
	shops, err := site.Load(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add("https://www.po.co/uk/\n1,//po.co/fr/product/x;y\nhttp://[::1]/ 'https://mi.com/uk'")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := readAddresses(strings.NewReader(text), "list", shops)
		if err != nil {
			return
		}
		for _, address := range list.addresses {
			if !ofAShop(shops, address) || !strings.Contains(text, address) {
				t.Errorf("address %q", address)
			}
		}
	})
}
