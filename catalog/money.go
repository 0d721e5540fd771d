package catalog

// Money is an amount in the minor units of a currency: 129900 EUR is 1,299.00 euros. A price that nobody stated is a nil
// *Money, never a zero one.
type Money struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"` // ISO 4217 code
}
