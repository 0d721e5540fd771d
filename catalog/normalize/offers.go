package normalize

import (
	"fmt"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// tag is what a row, or a listing without rows, says about price and stock.
type tag struct {
	prices, listPrices, currencies, availabilities []catalog.Quote
}

// offers reads one offer from each row of the item and keeps the distinct ones, newest first. Rows that share an identity
// and differ in price are a doubt. What is stated for the product as a whole counts only where there are no rows.
func (b *builder) offers() {
	l := b.listing
	whole := tag{l.Prices, l.ListPrices, l.Currencies, l.Availabilities}
	if len(b.item.offers) == 0 {
		b.add(b.offer(whole))
		return
	}
	for _, row := range b.item.offers {
		b.add(b.offer(tag{row.Prices, row.ListPrices, row.Currencies, row.Availabilities}))
	}
	b.noteAll("price", slices.Concat(whole.prices, whole.listPrices), rulePassedOver)
	b.noteAll("availability", whole.availabilities, rulePassedOver)
	slices.SortStableFunc(b.out.Offers, func(x, y catalog.Offer) int { return y.Captured.Compare(x.Captured) })
	var prices []string
	for _, o := range b.out.Offers {
		if p := paid(o).String(); p != "" && !slices.Contains(prices, p) {
			prices = append(prices, p)
		}
	}
	if len(prices) > 1 {
		b.doubt("price_conflict", "price", "the shop lists this variant several times at different prices; check which one holds", prices...)
	}
}

// noteAll notes statements that were not used.
func (b *builder) noteAll(field string, quotes []catalog.Quote, rule string) {
	for _, q := range quotes {
		b.note(field, q, false, rule)
	}
}

// add keeps an offer that states anything and is not there yet.
func (b *builder) add(o catalog.Offer) {
	if o.Price == nil && o.Availability == "" {
		return
	}
	same := func(x catalog.Offer) bool {
		return x.Price.String() == o.Price.String() && x.SalePrice.String() == o.SalePrice.String() && x.Availability == o.Availability
	}
	if i := slices.IndexFunc(b.out.Offers, same); i >= 0 {
		if b.out.Offers[i].Captured.Before(o.Captured) {
			b.out.Offers[i].Captured = o.Captured
		}
		return
	}
	b.out.Offers = append(b.out.Offers, o)
}

// paid returns what a buyer pays.
func paid(o catalog.Offer) *catalog.Money {
	if o.SalePrice != nil {
		return o.SalePrice
	}
	return o.Price
}

// offer reads price and availability. The newest capture that states a price gives it, and only a list price of the same
// capture stands beside it. A list price is the regular price when it is higher, or where no other price is given at
// all; beside a price of zero it says nothing, for then nothing is on sale.
func (b *builder) offer(t tag) catalog.Offer {
	o := catalog.Offer{}
	prices := b.amounts(t.prices, t.currencies)
	current := b.newest("price", prices)
	if current.money != nil {
		o.Price, o.Captured = current.money, current.quote.At.Time
	}
	lists := slices.DeleteFunc(b.amounts(t.listPrices, t.currencies), func(a amount) bool {
		return current.money != nil && !sameTime(a.quote, current.quote)
	})
	list := b.newest("price", lists)
	field := "price"
	switch {
	case list.money == nil:
	case current.money == nil && len(t.prices) == 0:
		o.Price, o.Captured = list.money, list.quote.At.Time
	case current.money != nil && list.money.Currency == current.money.Currency && list.money.Amount > current.money.Amount:
		o.Price, o.SalePrice = list.money, current.money
		field = "sale_price"
	default:
		list = amount{} // not used
	}
	b.noteAmounts(field, t.prices, prices, current)
	b.noteAmounts("price", t.listPrices, lists, list)
	b.availability(t.availabilities, &o)
	return o
}

// noteAmounts notes price quotes; used are those of the chosen one's capture with its words. Read are those of them that state
// an amount.
func (b *builder) noteAmounts(field string, quotes []catalog.Quote, read []amount, chosen amount) {
	for _, q := range quotes {
		rule := rulePassedOver
		if i := slices.IndexFunc(read, func(a amount) bool { return a.quote == q }); i >= 0 {
			rule = read[i].rule
		}
		b.note(field, q, chosen.money != nil && q.Text == chosen.quote.Text && sameTime(q, chosen.quote), rule)
	}
}

// availability takes what the newest capture says that is understood.
func (b *builder) availability(quotes []catalog.Quote, o *catalog.Offer) {
	var chosen catalog.Quote
	for _, q := range quotes {
		value, ok := b.v.Availability(q.Text)
		if !ok {
			b.doubt("unknown_availability", "availability",
				fmt.Sprintf("availability %q is not in the table; add it to availability.csv", spaced(q.Text)), spaced(q.Text))
			continue
		}
		if o.Availability == "" || q.At.Time.After(chosen.At.Time) {
			o.Availability, chosen = value, q
		} else if value != o.Availability && sameTime(q, chosen) {
			b.doubt("availability_conflict", "availability", "one capture says both; the first is used, check the page",
				string(value), string(o.Availability))
		}
	}
	for _, q := range quotes {
		w, ok := b.v.stock(q.Text)
		if !ok {
			w.rule = rulePassedOver
		}
		b.note("availability", q, o.Availability != "" && w.availability == o.Availability && sameTime(q, chosen), w.rule)
	}
	if o.Captured.IsZero() {
		o.Captured = chosen.At.Time
	}
}
