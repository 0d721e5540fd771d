package feed

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// WriteTSV writes items as a tab-separated feed of Google Merchant: a header of attribute names and a line for each item.
// A value that holds a quotation mark is quoted, as the format's quoted fields want it.
func WriteTSV(w io.Writer, items []Item) error {
	b := bufio.NewWriter(w)
	names := MerchantAttributes()
	cells := make([]string, len(names))
	for i, name := range names {
		cells[i] = name
		if name == attrDetail {
			cells[i] += "(attribute_name:attribute_value)" // our tables have no sections
		}
	}
	write := func() error {
		_, err := b.WriteString(strings.Join(cells, "\t") + "\n")
		return err
	}
	err := write()
	for _, item := range items {
		for i, name := range names {
			cells[i] = item.cell(name)
		}
		err = errors.Join(err, write())
	}
	return errors.Join(err, b.Flush())
}

func (i Item) cell(attribute string) string {
	if attribute != attrDetail {
		if value := i.values[attribute]; strings.Contains(value, `"`) {
			return quoted(value)
		}
		return i.values[attribute]
	}
	lines := make([]string, len(i.details))
	for n, d := range i.details {
		lines[n] = part(d.Label) + ":" + part(d.Value)
	}
	cell := strings.Join(lines, ",")
	if strings.HasPrefix(cell, `"`) {
		return quoted(cell)
	}
	return cell
}

// part quotes what would else be taken for the end of a part of product_detail.
func part(s string) string {
	if strings.ContainsAny(s, `,:"`) {
		return quoted(s)
	}
	return s
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// WriteRSS writes items as RSS 2.0 with the name space of Google Merchant, under the name and address of their shop.
func WriteRSS(w io.Writer, name, address string, items []Item) error {
	e := rss{enc: xml.NewEncoder(w)}
	_, e.err = io.WriteString(w, xml.Header)
	e.enc.Indent("", "  ")
	e.open("rss", xml.Attr{Name: xml.Name{Local: "version"}, Value: "2.0"},
		xml.Attr{Name: xml.Name{Local: "xmlns:g"}, Value: "http://base.google.com/ns/1.0"})
	e.open("channel")
	e.text("title", name)
	e.text("link", address)
	e.text("description", "The products of "+name)
	for _, item := range items {
		e.open("item")
		for _, attribute := range MerchantAttributes() {
			if value := item.values[attribute]; value != "" {
				e.text("g:"+attribute, value)
			}
		}
		for _, d := range item.details {
			e.detail(d)
		}
		e.close("item")
	}
	e.close("channel")
	e.close("rss")
	if e.err == nil {
		e.err = e.enc.Close()
	}
	if e.err == nil {
		_, e.err = io.WriteString(w, "\n")
	}
	return e.err
}

// rss writes elements until one cannot be written.
type rss struct {
	enc *xml.Encoder
	err error
}

func (r *rss) token(t xml.Token) {
	if r.err == nil {
		r.err = r.enc.EncodeToken(t)
	}
}

func (r *rss) open(name string, attributes ...xml.Attr) {
	r.token(xml.StartElement{Name: xml.Name{Local: name}, Attr: attributes})
}

func (r *rss) close(name string) { r.token(xml.EndElement{Name: xml.Name{Local: name}}) }

func (r *rss) text(name, value string) {
	r.open(name)
	r.token(xml.CharData(value))
	r.close(name)
}

func (r *rss) detail(d catalog.ProductDetail) {
	r.open("g:" + attrDetail)
	r.text("g:attribute_name", d.Label)
	r.text("g:attribute_value", d.Value)
	r.close("g:" + attrDetail)
}
