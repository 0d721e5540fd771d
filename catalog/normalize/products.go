package normalize

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// productLine is one row of products.csv.
type productLine struct {
	model       string // canonical name
	productType catalog.ProductType
	network     catalog.Network // "" where no source says
	markets     []string        // sold only in these; empty = no such limit is known
	name        string          // the maker's name, which may have a "5G" that the model leaves off
	memories    [][2]int        // RAM and storage in GB that it is sold with; empty where no source says
	rule        string          // names the row
}

// isSoldIn says that nothing is known against the line being sold in a market; an unknown market may be any.
func (l *productLine) isSoldIn(market string) bool {
	return market == "" || len(l.markets) == 0 || slices.Contains(l.markets, market)
}

// hasMemory says that the line is sold with a RAM and a storage, or that no source says what it is sold with. A size of 0 is
// not known, and fits any.
func (l *productLine) hasMemory(ram, storage int) bool {
	return len(l.memories) == 0 || slices.ContainsFunc(l.memories, func(m [2]int) bool {
		return (ram == 0 || ram == m[0]) && (storage == 0 || storage == m[1])
	})
}

// nameOf is one line that a name may stand for. Names are looked up with the brand left off: "x7 pro".
type nameOf struct {
	line  *productLine
	alias bool
	rule  string // names the row, and the name where it is another one
}

// compileProducts needs the particles: a name is entered without its brand words, which differ from shop to shop.
func (v *Vocabulary) compileProducts(rows []row) error {
	v.lines = newPhrases[[]nameOf]()
	for _, r := range rows {
		line := &productLine{
			model:       r.cells[0],
			productType: catalog.ProductType(r.cells[1]),
			network:     catalog.Network(r.cells[2]),
			markets:     r.list(4),
			name:        cmp.Or(r.cells[5], r.cells[0]),
			rule:        r.rule(1),
		}
		for _, m := range r.list(6) {
			ram, storage, ok := v.Memory(m)
			if !ok || ram == 0 || storage == 0 {
				return r.errorf("memory %q is no RAM and storage", m)
			}
			line.memories = append(line.memories, [2]int{ram, storage})
		}
		if !slices.Contains(productTypes, line.productType) {
			return r.errorf("product type %q is none of %q", r.cells[1], productTypes)
		}
		if !slices.Contains(networks, line.network) {
			return r.errorf("network %q is none of %q", r.cells[2], networks)
		}
		for i, name := range append([]string{line.model}, r.list(3)...) {
			rule := line.rule
			if i > 0 {
				rule += ", by its name " + strconv.Quote(name)
			}
			if err := v.enterName(r, name, nameOf{line, i > 0, rule}); err != nil {
				return err
			}
		}
	}
	return nil
}

// enterName refuses a name that already stands for another line in the same way and the same markets.
func (v *Vocabulary) enterName(r row, name string, n nameOf) error {
	key := v.nameKey(name)
	if key == "" {
		return r.errorf("name %q has no word beside its brand", name)
	}
	names, _ := v.lines.get(key)
	for _, other := range names {
		if other.line == n.line {
			return nil
		}
		if slices.Equal(other.line.markets, n.line.markets) {
			return r.errorf("name %q already stands for %s", name, other.line.model)
		}
	}
	v.lines.set(key, append(names, n))
	return nil
}

// nameKey returns the key of a product name without its brand words.
func (v *Vocabulary) nameKey(name string) string {
	toks := tokens(Clean(name))
	for {
		_, n := v.particleAt(toks, roleBrand)
		if n == 0 {
			return joinKeys(toks)
		}
		toks = toks[n:]
	}
}

// choose returns the line that a name stands for in a market. A line sold there comes before one without a known limit;
// in an unknown market the line that bears the name comes before one that only is called so. Of no names it is nil.
func choose(names []nameOf, market string) *productLine {
	var open, named *productLine
	for _, n := range names {
		switch {
		case market != "" && slices.Contains(n.line.markets, market):
			return n.line
		case len(n.line.markets) == 0:
			open = n.line
		}
		if !n.alias {
			named = n.line
		}
	}
	if market != "" && open != nil {
		return open
	}
	if named != nil {
		return named
	}
	return open
}

// lineOf returns the line of a canonical model name, nil for any other name.
func (v *Vocabulary) lineOf(model string) *productLine {
	names, _ := v.lines.get(v.nameKey(model))
	for _, n := range names {
		if n.line.model == model {
			return n.line
		}
	}
	return nil
}

// twin returns the line that has the same name with the network added, such as the C75 5G for the C75; nil where there is none.
func (v *Vocabulary) twin(key string, network catalog.Network, market string) *productLine {
	names, _ := v.lines.get(key + " " + strings.ToLower(string(network)))
	return choose(names, market)
}

// productTypes and networks are the values that products.csv may hold.
var (
	productTypes = []catalog.ProductType{catalog.Phone, catalog.Tablet, catalog.Audio, catalog.Wearable, catalog.Accessory}
	networks     = []catalog.Network{catalog.Network4G, catalog.Network5G, catalog.NetworkNone, ""}
)
