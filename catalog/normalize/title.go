package normalize

import (
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// Title is what the words of a title say. A zero field was not stated, or not clearly.
type Title struct {
	Brand string // "POCO", "Xiaomi", "Redmi"
	// Model is the canonical name of a product line, or, where Known is false, the name as it stands, brand first. It is
	// empty for an accessory and where no name was found.
	Model       string
	Known       bool
	ProductType catalog.ProductType
	Fits        []string // for an accessory: the models it is made for, sorted
	Network     catalog.Network
	RAM         int // GB
	Storage     int // GB
	Color       string
	// ColorLabel is the colour as written. It is set with Color empty where words in the place of a colour are not in the
	// table.
	ColorLabel string
	Edition    string   // canonical where the table has it, else as written
	Bundle     []string // what comes with the product, as written, sorted
	Condition  catalog.Condition
	Rest       []string // the words that were not understood, in their order

	// Name is the maker's name of the product, "POCO X6 Pro 5G" for the model "POCO X6 Pro". It is Model where nothing else is
	// known.
	Name         string
	NetworkNamed catalog.Network // the newest network that the title itself names
	Market       string          // that the goods are made for: "eu", "de", "global"
	SIM          string          // "dual", "hybrid dual", "single"
	Lock         string          // the carrier that the goods are bound to, as written
	Codes        []string        // of makers and shops, in capitals
	Issues       []catalog.Issue // what is doubtful about the words

	Rules Rules // that made values of the words
}

// Rules say what made values of the words of a title: the row of a table, as "colors.csv: moonlight silver", or the form that
// the words have. The rule of a field that is not stated says nothing.
type Rules struct {
	Brand, Model, ProductType, Network, RAM, Storage, Color, Edition, Condition string
}

// Title reads a title, or any name that a shop gives to a product or to one of its variants. The order of the parts does
// not matter to it. It never takes a name for the nearest one it knows.
func (v *Vocabulary) Title(text string, loc Locale) Title {
	r := v.newReading(text, loc)
	r.readCodes()
	r.readChipset()
	r.memory = r.v.readMemory(r.toks)
	r.t.RAM, r.t.Storage = r.memory.ram, r.memory.storage
	r.t.Rules.RAM, r.t.Rules.Storage = r.memory.ramRule, r.memory.storageRule
	r.readBundle()
	r.readEdition()
	r.readColor()
	r.readModel()
	r.readProductColor()
	r.readType()
	r.readBrand()
	r.readNetwork()
	r.readCondition()
	r.readVersion()
	r.readFeatures()
	r.readRest()
	r.judge()
	return r.t
}

// reading is a title while it is being read. The steps claim tokens; a token is claimed once.
type reading struct {
	v      *Vocabulary
	loc    Locale
	text   string // cleaned
	toks   []token
	memory memory
	line   *productLine // nil for unknown models and accessories
	model  span         // the name, with its brand words
	twin   string       // the model that the name may mean as well
	colors bool         // different colours are named
	// colorLang is the language of the words that name the colour, "" for those that all shops use.
	colorLang string
	t         Title
}

// span is a run of tokens, from up to but not including to. The zero span is empty.
type span struct{ from, to int }

func (v *Vocabulary) newReading(text string, loc Locale) *reading {
	cleaned := Clean(text)
	return &reading{v: v, loc: loc, text: cleaned, toks: v.titleTokens(cleaned)}
}

// words returns what is written from token i up to token j.
func (r *reading) words(i, j int) string { return written(r.text, r.toks, i, j) }

// readBrand takes the brand of the model, else the first brand named outside a bundle and outside what an accessory fits; POCO
// comes before the name of its parent.
func (r *reading) readBrand() {
	for i := range r.toks {
		p, n := r.v.particleAt(r.toks[i:], roleBrand)
		mark(r.toks[i:i+n], ofBrand)
		if r.t.Brand == "" || p.value == pocoBrand && r.t.Model == "" {
			r.t.Brand, r.t.Rules.Brand = p.value, p.rule
		}
	}
}

// readNetwork takes the network of the product line, else the newest one named. Accessories, and sound and wrist devices
// without a modem of their own, have none to state.
func (r *reading) readNetwork() {
	named := r.networkNamed()
	r.t.NetworkNamed = named
	switch {
	case r.t.ProductType == catalog.Accessory || r.t.ProductType == catalog.Audio:
	case r.line != nil && r.line.network != "":
		r.t.Network, r.t.Rules.Network = r.line.network, r.t.Rules.Model
	default:
		r.t.Network, r.t.Rules.Network = named, ruleNetworkNamed
	}
}

// networkNamed returns the newest network named outside bundles, wherever it stands, and claims the words of all.
func (r *reading) networkNamed() catalog.Network {
	var newest catalog.Network
	for i, t := range r.toks {
		network := r.v.networkWord(t.key)
		if network == "" || t.role == ofBundle || t.role == ofFit {
			continue
		}
		if r.isWiFi(i) {
			r.toks[i].role = ofFeature
			continue
		}
		newest = max(newest, network) // "5G" sorts behind "4G"
		if t.role == unread {
			r.toks[i].role = ofNetwork
		}
	}
	return newest
}

// isWiFi says that the network named at token i is a frequency of Wi-Fi, "5G WLAN".
func (r *reading) isWiFi(i int) bool {
	if i+1 == len(r.toks) {
		return false
	}
	key := r.toks[i+1].key
	return key == "wifi" || key == "wlan" || key == "wi"
}

// readCondition takes the state of the goods. Refurbished goods were used before, and may be said to be like new. A title that
// names several states ("new or used") states none.
func (r *reading) readCondition() {
	clash := false
	for i := range r.toks {
		c, n := r.v.conditions.match(r.toks[i:])
		mark(r.toks[i:i+n], ofCondition)
		if c == "" {
			continue
		}
		was := r.t.Condition
		clash = clash || was != "" && was != c && (was == catalog.ConditionNew || c == catalog.ConditionNew)
		if was != catalog.ConditionRefurbished {
			r.t.Condition, r.t.Rules.Condition = c, rowRule("conditions.csv", r.toks[i:i+n])
		}
	}
	if clash {
		r.t.Condition = ""
		r.doubt("condition_conflict", "condition", "the title names different conditions")
	}
}

// readType takes the type of the product line, else what the first type word in an unknown name, then elsewhere outside a
// bundle, says.
func (r *reading) readType() {
	if r.line != nil {
		r.t.ProductType, r.t.Rules.ProductType = r.line.productType, r.t.Rules.Model
	}
	for _, t := range r.toks[r.model.from:r.model.to] {
		if productType, ok := r.v.types.get(t.key); ok && r.t.ProductType == "" {
			r.t.ProductType, r.t.Rules.ProductType = productType, rowRule("typewords.csv", []token{t})
		}
	}
	for i := range r.toks {
		productType, n := r.v.types.match(r.toks[i:])
		if n == 0 || productType == catalog.Accessory && r.isDevice() && !r.isInBox(i, n) {
			continue // goods beside the device, which no word joins to it
		}
		mark(r.toks[i:i+n], ofType)
		if r.t.ProductType == "" {
			r.t.ProductType, r.t.Rules.ProductType = productType, rowRule("typewords.csv", r.toks[i:i+n])
		}
	}
}

// isDevice says that the title names something that accessories are made for.
func (r *reading) isDevice() bool {
	return r.t.ProductType != "" && r.t.ProductType != catalog.Accessory
}

// readRest collects the words that nobody claimed.
func (r *reading) readRest() {
	label := r.labelBehindMemory()
	for i, t := range r.toks {
		if t.word && t.role == unread && (i < label.from || i >= label.to) {
			r.t.Rest = append(r.t.Rest, t.text)
		}
	}
	if label.to > label.from {
		r.t.ColorLabel = r.words(label.from, label.to)
		if r.t.Color == "" && !r.colors { // in the place of the colour a word of any language is one
			w, _ := r.v.colorOf(tokens(r.t.ColorLabel), "", "")
			r.t.Color, r.t.Rules.Color = w.color, w.rule
		}
	}
}

// maxColorWords is the most words that a colour's name may have; "Two Shades of Black" is the longest known one.
const maxColorWords = 4

// labelBehindMemory returns the words that end a title of the form "POCO F6 8GB+256GB Foggy Blue", where the shops write
// the colour. They are its label even if not all of them, or none, are in the table. Other titles have the empty span.
func (r *reading) labelBehindMemory() span {
	end := len(r.toks)
	for end > 0 && (r.toks[end-1].role == ofVersion || r.toks[end-1].role == ofSIM) {
		end--
	}
	from := end
	for from > 0 && r.toks[from-1].word && (r.toks[from-1].role == unread || r.toks[from-1].role == ofColor) {
		from--
		if p, n := r.v.particles.match(r.toks[from:]); n > 0 && (p.role == roleVersion || p.role == roleNote) {
			return span{}
		}
		if strings.ContainsAny(r.toks[from].key, "0123456789") {
			return span{} // the shop's code for the goods: "GREEN MZB0D5SEU"
		}
	}
	if r.line == nil || from == 0 || from == end || end-from > maxColorWords || r.toks[from-1].role != ofMemory {
		return span{}
	}
	return r.besideColor(span{from, end})
}

// besideColor leaves of a label the words that may belong to the name of its colour: in English and its relatives these stand before
// the colour ("Foggy Blue"), and behind it there is sales talk ("Black UK Plug"); in the Romance languages it is the other way round.
func (r *reading) besideColor(label span) span {
	named, lang := span{label.to, label.from}, r.colorLang
	for i := label.from; i < label.to; i++ {
		if r.toks[i].role == ofColor {
			named = span{min(named.from, i), i + 1}
			continue
		}
		words, n := r.v.colors.match(r.toks[i:label.to])
		if w, ok := meaning(words, "", true); ok && r.t.Color == "" { // a word of any language, in the place of the colour
			named, lang = span{min(named.from, i), i + n}, w.lang
		}
	}
	switch {
	case named.from >= named.to:
	case slices.Contains(adjectiveFirst, lang):
		label.to = named.to
	case slices.Contains(adjectiveLast, lang):
		label.from = named.from
	}
	return label
}

// The languages of colour words by the side on which what belongs to them stands.
var (
	adjectiveFirst = []string{"", "en", "de", "nl", "sv", "da", "no", "nb", "fi"}
	adjectiveLast  = []string{"fr", "es", "pt", "it", "ro", "ca", "vi"}
)
