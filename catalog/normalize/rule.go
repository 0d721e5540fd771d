package normalize

import "strings"

// The rules that are no rows of a table, as provenance names them.
const (
	ruleStated       = "as it stands"
	ruleFolded       = "as it stands, spaces folded"
	ruleAddress      = "address, made absolute"
	ruleItem         = "identity: item number"
	ruleOptions      = "identity: words of the options"
	ruleSlug         = "identity: slug of the address"
	rulePassedOver   = "passed over"
	rulePair         = "memory: RAM and storage joined by a sign"
	ruleSize         = "memory: size with its unit"
	ruleSlipped      = "memory: RAM and storage that lost their sign"
	ruleExtended     = "memory: RAM beside what is lent to it"
	ruleNetworkNamed = "network: newest one named"
	ruleColorWords   = "words read as the colour"
	ruleUnknownName  = "model: words behind the brand, in no row of products.csv"
	ruleEditionWord  = "edition: words beside \"Edition\", in no row of editions.csv"
	ruleAxis         = "axes.csv: name of the option"
	ruleFits         = "accessory: models behind \"for\""
	ruleBundle       = "bundle: goods behind \"+\" or \"with\""
)

// rowRule names the row of a table that a run of tokens is the key of.
func rowRule(table string, toks []token) string {
	var b strings.Builder
	b.WriteString(table)
	b.WriteByte(':')
	for _, t := range toks {
		b.WriteByte(' ')
		b.WriteString(t.key)
	}
	return b.String()
}
