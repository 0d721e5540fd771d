package normalize

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// codedGoods is what a code of the maker stands for; zero fields are not known. A code is strong evidence and no proof: shops
// contradict each other about some.
type codedGoods struct {
	model        string // canonical
	ram, storage int    // GB
	color        string
	market       string
}

func (v *Vocabulary) compileCodes(rows []row) error {
	v.codes = map[string]codedGoods{}
	for _, r := range rows {
		g := codedGoods{model: r.cells[1], color: r.cells[4], market: r.cells[5]}
		for i, size := range []*int{&g.ram, &g.storage} {
			n, err := strconv.Atoi("0" + r.cells[2+i])
			if err != nil {
				return r.errorf("memory %q is no number of gigabytes", r.cells[2+i])
			}
			*size = n
		}
		if names, ok := v.lines.get(v.nameKey(g.model)); !ok || len(names) == 0 {
			return r.errorf("model %q is not in products.csv", g.model)
		}
		v.codes[strings.ToUpper(r.cells[0])] = g
	}
	return nil
}

// The forms of codes: Xiaomi's order number (MZB0D6HEU), its model number (22101320G, M2012K11AG), the number of a listing
// at Amazon (B0B7B7BT7Z) and the EAN.
var (
	orderCode   = regexp.MustCompile(`^MZB[0-9A-Z]{4,6}$`)
	modelCode   = regexp.MustCompile(`^(?:M?[0-9]{4,10}[A-Z]{1,6}|M?[0-9]{4,6}[A-Z]{1,4}[0-9]{1,2}[A-Z]{1,4})$`)
	listingCode = regexp.MustCompile(`^B0[0-9A-Z]{8}$`)
)

// readCodes collects the codes in a title, in capitals: shops write some of their letters small.
func (r *reading) readCodes() {
	for i, t := range r.toks {
		code := strings.ToUpper(t.text)
		if !t.word || len(code) < 8 || !isCode(code) || r.v.measureAt(r.toks[i:]) > 0 {
			continue
		}
		r.toks[i].role = ofCode
		r.t.Codes = append(r.t.Codes, code)
	}
}

func isCode(s string) bool {
	return orderCode.MatchString(s) || len(s) >= 8 && modelCode.MatchString(s) || listingCode.MatchString(s) || isEAN(s)
}

// isEAN says that s is an EAN-13 with a right check digit.
func isEAN(s string) bool {
	if len(s) != 13 {
		return false
	}
	sum := 0
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
		weight := 1 + 2*(i%2)
		sum += weight * int(s[i]-'0')
	}
	return sum%10 == 0
}

// codedMarket returns the market that the codes of the title are made for, "" where none says.
func (r *reading) codedMarket() string {
	for _, code := range r.t.Codes {
		if g, ok := r.v.codes[code]; ok && g.market != "" {
			return g.market
		}
		if orderCode.MatchString(code) {
			switch code[len(code)-2:] {
			case "EU":
				return "eu"
			case "IN":
				return "in"
			}
		}
	}
	return ""
}

// judgeCodes doubts a title that names another product than one of its codes stands for.
func (r *reading) judgeCodes() {
	for _, code := range r.t.Codes {
		g := r.v.codes[code]
		for _, c := range []struct{ field, said, coded string }{
			{"model", r.modelIfKnown(), g.model},
			{"ram_gb", number(r.t.RAM), number(g.ram)},
			{"storage_gb", number(r.t.Storage), number(g.storage)},
			{"color", r.t.Color, g.color},
		} {
			if c.said != "" && c.coded != "" && c.said != c.coded {
				r.doubt("code_conflict", c.field, fmt.Sprintf("the code %s stands for %s, the title says %s", code, c.coded, c.said), c.said, c.coded)
			}
		}
	}
}

// modelIfKnown returns the model where it is one of the table.
func (r *reading) modelIfKnown() string {
	if r.line == nil {
		return ""
	}
	return r.line.model
}
