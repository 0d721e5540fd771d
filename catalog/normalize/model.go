package normalize

import (
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

const pocoBrand = "POCO"

// maxNameWords bounds the name of an unknown model; "POCO M7 Pro 5G" has four.
const maxNameWords = 5

// readModel finds the product that the title names: the longest known name behind the brand, else the words behind it as
// they stand. For an accessory these are what it fits.
func (r *reading) readModel() {
	if r.readFits() {
		return
	}
	mention, ok := r.mention()
	if mention.line == nil {
		if apart, found := r.mentionApart(); found {
			mention, ok = apart, true
		}
	}
	if !ok {
		r.accessoryAlone()
		return
	}
	r.model = mention.span
	if r.isAccessoryBeside(mention.span) {
		r.t.ProductType = catalog.Accessory
		if mention.line != nil {
			for _, m := range slices.Insert(r.namesBehind(mention.to), 0, mention) {
				r.t.Fits = append(r.t.Fits, m.name)
				mark(r.toks[m.from:m.to], ofFit)
			}
			slices.Sort(r.t.Fits)
			r.t.Fits = slices.Compact(r.t.Fits)
		}
		return
	}
	mark(r.toks[mention.from:mention.to], ofModel)
	r.t.Brand, r.t.Model, r.line = mention.brand, mention.name, mention.line
	r.t.Name, r.t.Known, r.t.Rules.Model = r.t.Model, r.line != nil, mention.rule
	r.t.Rules.Brand = mention.rule
	if r.line != nil {
		r.t.Name = r.line.name
		r.twin = mention.twin
	}
}

// mention is one naming of a product in a title.
type mention struct {
	span
	brand string
	name  string       // canonical, or as written
	line  *productLine // nil where the name is not known
	twin  string       // the model that the name may mean as well
	rule  string       // that knows the name
}

// mention returns the first mention with a known name, else the first one at all.
func (r *reading) mention() (mention, bool) {
	var first mention
	for i := range r.toks {
		m, ok := r.mentionAt(i)
		if ok && m.line != nil {
			return m, true
		}
		if ok && first.name == "" {
			first = m
		}
	}
	return first, first.name != ""
}

// mentionApart returns the first product name in a title that names the brand, but elsewhere: "MOBILE PHONE C40 64GB POCO".
// Only names with a number count, and none behind another brand.
func (r *reading) mentionApart() (mention, bool) {
	branded := false
	for i := range r.toks {
		p, n := r.v.particleAt(r.toks[i:], roleBrand)
		branded = branded || n > 0 && p.value == pocoBrand
	}
	if !branded {
		return mention{}, false
	}
	for i := range r.toks {
		names, n := r.v.lines.match(r.toks[i:])
		if n == 0 || !strings.ContainsAny(r.toks[i].key, "0123456789") || i > 0 && r.isBrand(i-1) {
			continue
		}
		m := mention{span: span{i, i}, brand: pocoBrand}
		if r.complete(&m, names, n) {
			return m, true
		}
	}
	return mention{}, false
}

// isBrand says that a brand word stands at token i.
func (r *reading) isBrand(i int) bool {
	_, n := r.v.particleAt(r.toks[i:], roleBrand)
	return n > 0
}

// mentionAt reads the mention whose brand words begin at token i.
func (r *reading) mentionAt(i int) (mention, bool) {
	m := mention{span: span{i, i}}
	for {
		p, n := r.v.particleAt(r.toks[m.to:], roleBrand)
		if n == 0 {
			break
		}
		if m.brand == "" || p.value == pocoBrand {
			m.brand = p.value
		}
		m.to += n
	}
	if m.brand == "" {
		return mention{}, false
	}
	if m.brand == pocoBrand {
		if names, n := r.v.lines.match(r.toks[m.to:]); n > 0 && r.complete(&m, names, n) {
			return m, true
		}
	}
	return r.unknownMention(m)
}

// complete decides whether a name found in the table is the whole name that the title gives, and which line it means.
// "POCO F3 Pro" is no F3, and "POCO C65 5G" no C65: more of the name follows than the table knows.
func (r *reading) complete(m *mention, names []nameOf, n int) bool {
	key := joinKeys(r.toks[m.to : m.to+n])
	line := choose(names, r.market())
	end := m.to + n
	if end < len(r.toks) {
		p, taken := r.v.particles.match(r.toks[end:])
		switch p.role {
		case roleQualifier:
			return false
		case roleNetwork:
			if line.network != "" && line.network != catalog.Network(p.value) {
				return false
			}
			end += taken
		}
		if end == m.to+n && r.isPlusSign(end) {
			return false
		}
	}
	m.rule = ruleOf(names, line)
	if end == m.to+n {
		if twin := r.farTwin(line, key); twin != line {
			line, m.rule = twin, twin.rule
		}
		m.twin = r.openTwin(line, key)
	}
	if r.market() == "" && m.twin == "" {
		m.twin = otherLine(names, line)
	}
	m.to, m.line, m.name = end, line, line.model
	return true
}

// ruleOf returns the rule of that of the names which stands for a line.
func ruleOf(names []nameOf, line *productLine) string {
	for _, n := range names {
		if n.line == line {
			return n.rule
		}
	}
	return line.rule
}

// isPlusSign says that token i is a "+" written against the name, as in "Note 15 Pro+", with no goods behind it.
func (r *reading) isPlusSign(i int) bool {
	t := r.toks[i]
	return t.key == "+" && t.role == unread && t.start == r.toks[i-1].end
}

// farTwin returns the twin of a line that the network, named somewhere else in the title, makes of it: "POCO M4 Pro
// 8/256GB 5G" is the M4 Pro 5G. Of several networks the newest counts; a 5G phone uses LTE too.
func (r *reading) farTwin(line *productLine, key string) *productLine {
	network := r.networkNamed()
	if network == "" || network == line.network {
		return line
	}
	if twin := r.v.twin(key, network, r.market()); twin != nil {
		return twin
	}
	return line
}

// openTwin returns the model that a name may mean as well: the one sold under the same name with "5G", where the title names
// no network and nothing says that this market has only the other. Shops drop the "5G" of the M4 Pro 5G.
func (r *reading) openTwin(line *productLine, key string) string {
	if r.networkNamed() != "" {
		return ""
	}
	twin := r.v.twin(key, catalog.Network5G, r.market())
	if twin == nil || twin == line || !twin.isSoldIn(r.market()) || !twin.hasMemory(r.memory.ram, r.memory.storage) {
		return ""
	}
	return twin.model
}

// otherLine returns the other model that bears a name, "" where there is none: the X3 of India is one phone, the X3 NFC that
// shops elsewhere call "X3" another.
func otherLine(names []nameOf, line *productLine) string {
	for _, n := range names {
		if n.line != line {
			return n.line.model
		}
	}
	return ""
}

// market returns the market in which a name is to be understood: the shop's, else that of the goods, else the one that the
// language points to. A language that is spoken in one part of the world rules out the others.
func (r *reading) market() string {
	switch {
	case r.loc.Market != "":
		return r.loc.Market
	case r.codedMarket() != "":
		return r.codedMarket()
	case regionOf(r.loc.Lang) == "GB":
		return "uk"
	case regionOf(r.loc.Lang) != "":
		return strings.ToLower(regionOf(r.loc.Lang))
	case r.loc.base() == "en" || r.loc.base() == "hi":
		return ""
	}
	return r.loc.base()
}

// unknownMention takes the words behind the brand, up to the first sign or the first word understood as something else,
// for a name.
func (r *reading) unknownMention(m mention) (mention, bool) {
	start := m.to
	for m.to < len(r.toks) && m.to-start < maxNameWords {
		t := r.toks[m.to]
		if r.isPlusSign(m.to) {
			m.to++
			continue
		}
		if !t.word || t.role != unread && t.role != ofNetwork || r.endsName(m.to) {
			break
		}
		m.to++
	}
	if m.to == start || r.isWordOnly(start, m.to) {
		return mention{}, false
	}
	m.name, m.rule = strings.TrimSpace(m.brand+" "+r.words(start, m.to)), ruleUnknownName
	return m, true
}

// endsName says that the word at token i is no part of an unknown name. Words that name devices ("Buds", "Pad", "Watch")
// are; words for phones and accessories are not.
func (r *reading) endsName(i int) bool {
	if p, n := r.v.particles.match(r.toks[i:]); n > 0 && p.role != roleQualifier && p.role != roleNetwork {
		return true
	}
	if _, n := r.v.conditions.match(r.toks[i:]); n > 0 {
		return true
	}
	t, n := r.v.types.match(r.toks[i:])
	return n > 0 && (t == catalog.Phone || t == catalog.Accessory)
}

// isWordOnly says that the span holds neither a digit nor a word for a device: "poco a poco", "POCO Store".
func (r *reading) isWordOnly(from, to int) bool {
	for i := from; i < to; i++ {
		if strings.ContainsAny(r.toks[i].key, "0123456789") {
			return false
		}
		if _, n := r.v.types.match(r.toks[i:]); n > 0 {
			return false
		}
	}
	return true
}
