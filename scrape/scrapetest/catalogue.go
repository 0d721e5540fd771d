package scrapetest

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// The made-up shop of testdata/shops: what speed is measured on. Its pages have the size and the make of a large shop's:
// 60 KB, a menu, JSON-LD, six tables of eight lines, reviews and a script.
const (
	catalogueHost = "http://127.0.0.1:18080"
	productBytes  = 60_000
)

// CataloguePage returns the page of product i of the made-up shop. Equal numbers give equal pages.
func CataloguePage(i int) scrape.Page {
	p := CatalogueProduct(i)
	var b strings.Builder
	w := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	w(`<!doctype html><html lang=en><head><meta charset=utf-8><title>%s</title><meta property="og:title" content="%[1]s">`, p.Name)
	w(`<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":%q,"sku":%q,`, p.Name, p.SKU)
	w(`"offers":{"@type":"Offer","price":%q,"priceCurrency":"EUR","availability":"https://schema.org/InStock"}}</script>`, p.Price)
	w(`</head><body><header><nav><ul>`)
	for k := range 60 {
		w(`<li class="nav-item level-%d"><a class="nav-link" href="#c%d">Category %[2]d</a></li>`, k%3, k)
	}
	w(`</ul></nav></header><main><h1 class="product-title">%s</h1><span class="price">€%s</span>`, p.Name, p.Price)
	for k, line := range p.Specs {
		if k%8 == 0 {
			w(`<section class="specs"><h2>Section %d</h2><table class="spec-table"><tbody>`, k/8)
		}
		w(`<tr><th scope=row>%s</th><td>%s</td></tr>`, line[0], line[1])
		if k%8 == 7 {
			w(`</tbody></table></section>`)
		}
	}
	for k := 0; b.Len() < productBytes*3/4; k++ {
		w(`<article class="review"><header><span class="author">User %d</span></header><p>%s</p></article>`,
			k, strings.Repeat("good phone with long battery ", 6))
	}
	w(`</main><script>window.__STATE__={"filler":"%s"}</script></body></html>`, strings.Repeat("x", productBytes-b.Len()-60))
	return cataloguePage(fmt.Sprintf("/p/%d", i), b.String(), i)
}

// CatalogueListing returns listing i of the made-up shop, which leads to a hundred products.
func CatalogueListing(i int) scrape.Page {
	var b strings.Builder
	b.WriteString("<!doctype html><html><body><ul>")
	for k := i * 100; k < (i+1)*100; k++ {
		fmt.Fprintf(&b, `<li class="card"><a class="product" href="/p/%d">Product %[1]d</a></li>`, k)
	}
	b.WriteString("</ul></body></html>")
	return cataloguePage(fmt.Sprintf("/list/%d", i), b.String(), i)
}

func cataloguePage(path, body string, i int) scrape.Page {
	return scrape.Page{
		URL: catalogueHost + path, Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		Body: []byte(body), Time: time.Date(2024, 6, 1, 0, 0, i, 0, time.UTC),
		Archive: "catalogue.wacz", Record: fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012d", i),
	}
}

// Product is what the page of a made-up product states.
type Product struct {
	Name, Price, SKU string
	Specs            [][2]string // label and value, in the order of the page
}

// CatalogueProduct returns what [CataloguePage] states.
func CatalogueProduct(i int) Product {
	p := Product{
		Name:  fmt.Sprintf("Model %c%d Pro %dGB+%dGB", 'A'+i%26, i, 4+4*(i%4), 64<<(i%3)),
		Price: fmt.Sprintf("%d.%02d", 79+i*37%900, i*13%100),
		SKU:   fmt.Sprintf("SKU-%06d", i),
	}
	for k := range 48 {
		section := [...]string{"Display", "Battery", "Camera", "Connectivity", "Dimensions", "Memory"}[k/8]
		p.Specs = append(p.Specs, [2]string{
			fmt.Sprintf("%s %d", section, k%8), fmt.Sprintf("%d.%d mm / %d", (i+k*31)%200, (i+k)%10, (i*7919+k*104729)%9999),
		})
	}
	return p
}
