package review

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
)

// taking is the work of Take.
type taking struct {
	*index

	terms    Terms
	ledger   *ledger.Ledger
	standing []ledger.Line
	rulings  *ledger.Rulings // of standing
	back     map[int]bool    // numbers of the ledger's lines that are taken back

	rows      []*Outcome
	own       map[catalog.Key]bool    // variants that a row given is about, sound or not
	byProduct map[catalog.Key]bool    // variants of products that a row given is about
	stating   map[catalog.Key][]*pair // by every identity of the old variant
	variants  map[string][]*pair      // by old product
	open      map[string][]pair       // what is on the sheet Review, by pattern
	titles    map[string]bool         // every title that a row of a workbook shows
}

func newTaking(in Input, l *ledger.Ledger, terms Terms) *taking {
	t := &taking{
		index: newIndex(in), terms: terms, ledger: l, standing: l.Standing(), back: l.TakenBack(),
		stating: map[catalog.Key][]*pair{}, variants: map[string][]*pair{}, open: map[string][]pair{}, titles: map[string]bool{},
	}
	for i := range t.pairs {
		p := &t.pairs[i]
		if p.Status == mapping.New {
			continue
		}
		for _, id := range identities(p) {
			k := catalog.NewKey(p.Source, p.Market, id)
			t.stating[k] = append(t.stating[k], p)
		}
		t.titles[title(p.old)] = true
		t.variants[productOf(p)] = append(t.variants[productOf(p)], p)
		if p.Open() {
			words := PatternOf(p.Mapping)
			t.open[words] = append(t.open[words], *p)
		}
	}
	decisions := make([]mapping.Decision, len(t.standing))
	for i, line := range t.standing {
		decisions[i] = line.Decision
	}
	t.rulings = ledger.Join(decisions, func(yield func(*catalog.Variant) bool) {
		for i := range t.Variants {
			if !yield(&t.Variants[i]) {
				return
			}
		}
	})
	return t
}

// noteOwn notes which variants have a row of their own among those given, however it turns out: nothing that reaches further
// goes past it.
func (t *taking) noteOwn() {
	t.own, t.byProduct = map[catalog.Key]bool{}, map[catalog.Key]bool{}
	for _, o := range t.rows {
		if o.onlyNamed() || o.Pattern() != "" {
			continue
		}
		for _, p := range t.stating[o.Key()] {
			if fold(o.Scope) != string(mapping.ScopeProduct) {
				t.own[p.SourceKey()] = true
				continue
			}
			for _, q := range t.variants[productOf(p)] {
				t.byProduct[q.SourceKey()] = true
			}
		}
	}
}

// identities returns every identity of a pair's old variant.
func identities(p *pair) []catalog.Identity {
	if p.old == nil {
		return []catalog.Identity{p.SourceID}
	}
	return ledger.Identities(p.old)
}

// productOf names the old product of a pair; a variant of which the snapshot holds no page is a product of its own.
func productOf(p *pair) string {
	if p.old == nil {
		return p.LineKey()
	}
	return p.from().String() + "#" + p.old.ItemGroupID
}

// drop ends with a kind that is not taken.
func (o *Outcome) drop(kind Kind, format string, args ...any) {
	o.Kind, o.Reason = kind, fmt.Sprintf(format, args...)
}

// judge reads a row and finds what it is about. It sets a kind where that is settled by the row alone.
func (t *taking) judge(o *Outcome) {
	if o.onlyNamed() {
		o.drop(RowBlank, "a name, and no decision: nothing is said")
		return
	}
	a, err := o.read()
	if err != nil {
		o.drop(RowInvalid, "%v", err)
		return
	}
	a.reviewer = cmp.Or(a.reviewer, t.terms.Reviewer)
	o.answer = a
	if o.Pattern() != "" {
		t.judgePattern(o)
		return
	}
	if !t.find(o) {
		return
	}
	o.About = title(o.on.old)
	if err := t.whole(o); err != nil {
		o.drop(RowInvalid, "%v", err)
		return
	}
	if o.target, err = t.targetOf(o); err != nil {
		o.drop(RowInvalid, "%v", err)
		return
	}
	if a.reviewer == "" {
		o.drop(RowInvalid, "nobody is named: write a name under %s, or give one with --reviewer", headerReviewer)
	}
}

// find finds the mapping that a row is about.
func (t *taking) find(o *Outcome) bool {
	key := o.Key()
	switch found := t.stating[key]; {
	case len(found) == 1:
		o.on = found[0]
		return true
	case len(found) > 1:
		for _, p := range found {
			if p.SourceKey() == key {
				o.on = p
				return true
			}
		}
		o.drop(RowStale, "%s is now stated by %d variants: decide again for each", key.Identity(), len(found))
		o.Seen = o.showed()
	case strings.HasPrefix(o.ID, "new "):
		o.drop(RowInvalid, "it is on the new site only, and takes the place of nothing")
	case !isRowID(o.ID):
		o.drop(RowInvalid, "%q is no %s: copy that of the row it is about", brief(o.ID), headerRowID)
	default:
		o.drop(RowOrphan, "no variant of %s has the identity %s", cmp.Or(key.Shop(), "any shop"), key.Identity())
	}
	return false
}

// whole returns an error where the row shows the words of another row: its cells were not moved together.
func (t *taking) whole(o *Outcome) error {
	if o.Hash != "" && !isDigest(o.Hash) {
		return fmt.Errorf("%q is no %s: were columns shifted?", brief(o.Hash), headerRowHash)
	}
	if o.saw = asShown(t.index, o.on, o.Hash); o.saw == nil {
		return nil // made from another snapshot, whose words were others
	}
	torn := func(header, text string) error {
		return fmt.Errorf("%s shows %q, but the %s is that of %s: were only some cells of the row moved?", header, brief(text), headerRowID, cmp.Or(o.About, string(o.Key())))
	}
	if shows := o.Title; shows != "" && shows != o.About {
		// What we add to the shop's own words may be read in another way by now.
		if o.on.old == nil || t.titles[shows] || !strings.HasPrefix(shows, o.on.old.Title) {
			return torn(headerOldTitle, shows)
		}
	}
	if shows := skuOf(o.Proposed); shows != "" && shows != o.saw.TargetID {
		return torn(headerProposedSKU, shows)
	}
	return nil
}

// asShown returns a mapping as a workbook showed it whose row has this hash, or nil where the words were others. A ruling
// that the snapshot was mapped with has put its target in the place of the proposal, which is no ground to decide again.
// A row without a hash was written by hand, and shows what is now.
func asShown(x *index, p *pair, hash string) *pair {
	if hash == "" || hash == rowHash(*p) {
		return p
	}
	if p.Ruling == "" {
		return nil
	}
	before := []string{""}
	if p.RunnerUp != nil {
		before = append(before, p.RunnerUp.TargetID)
	}
	for _, id := range before {
		shown := *p
		shown.TargetID = id
		shown.new = x.target(shown.Mapping)
		if rowHash(shown) == hash {
			return &shown
		}
	}
	return nil
}

// targetOf returns the target ID that a row's ruling leads to.
func (t *taking) targetOf(o *Outcome) (string, error) {
	a, p := o.answer, cmp.Or(o.saw, o.on)
	if a.clear {
		return "", nil
	}
	if p.Target == "" {
		return "", fmt.Errorf("no new shop takes the place of %s, so that nothing can be ruled about it: see 'pocomigrate shops'", p.from())
	}
	if a.sku != "" {
		if err := t.checkSKU(o); err != nil {
			return "", err
		}
	}
	proposed := func() (string, error) {
		if o.Hash == "" && skuOf(o.Proposed) == "" && a.sku == "" {
			return "", fmt.Errorf("%s, and neither %s nor %s says what was proposed: fill in %s", a.ruling, headerRowHash, headerProposedSKU, headerSKU)
		}
		return p.TargetID, nil
	}
	switch a.ruling {
	case mapping.Accepted:
		if a.sku != "" && a.sku != p.TargetID {
			return "", fmt.Errorf("accepted, but SKU says %s and %s is proposed: write reassigned if %s is right", a.sku, cmp.Or(p.TargetID, "nothing"), a.sku)
		}
		if a.scope == mapping.ScopeProduct {
			return "", nil // the proposal of each of its variants
		}
		return proposed()
	case mapping.Rejected:
		return proposed()
	case mapping.Reassigned:
		if a.scope == mapping.ScopeProduct && len(t.variants[productOf(p)]) > 1 && !strings.HasPrefix(a.sku, "slug:") {
			return "", errors.New("reassigned for the whole product, but a SKU takes the place of one variant: give each its own, or the product's page with product_only")
		}
		return a.sku, nil
	case mapping.RuledProduct:
		return t.page(o)
	case mapping.NotSold, mapping.Deferred:
	}
	return "", nil
}

// page returns the target ID of the product's page that a ruling leads to.
func (t *taking) page(o *Outcome) (string, error) {
	id := cmp.Or(o.answer.sku, cmp.Or(o.saw, o.on).TargetID)
	if id == "" {
		return "", errors.New("product_only, but no product is proposed: write a SKU of the right product under " + headerSKU)
	}
	if v := t.byID[string(catalog.NewKey(o.on.Target, "", targetIdentity(id)))]; v != nil && v.ItemGroupID != "" {
		return string(catalog.SlugIdentity(v.ItemGroupID)), nil
	}
	return id, nil
}

// checkSKU returns an error for a SKU that the new shop does not sell, or whose words are those of another.
func (t *taking) checkSKU(o *Outcome) error {
	key := string(catalog.NewKey(o.on.Target, "", targetIdentity(o.answer.sku)))
	v := t.byID[key]
	if v == nil {
		v = t.products[key]
	}
	if v == nil {
		return fmt.Errorf("%s does not sell %s: take a number from the sheet %s", o.on.Target, brief(o.answer.sku), SheetCatalogue)
	}
	_, words, named := strings.Cut(o.SKU, " · ")
	if named && !strings.Contains(strings.ToLower(t.namesOf(v)), strings.ToLower(strings.TrimSpace(words))) {
		return fmt.Errorf("SKU %s is not %q but %q: choose it again", o.answer.sku, brief(words), brief(title(v)))
	}
	return nil
}

// namesOf returns all that a workbook may write beside a SKU.
func (t *taking) namesOf(v *catalog.Variant) string {
	return strings.Join([]string{title(v), v.Title, skuLabel(v)}, "\n")
}

// skuLabel names a SKU by our reading: "POCO F6 8/256 Black".
func skuLabel(v *catalog.Variant) string {
	return strings.Join(slices.DeleteFunc([]string{v.Model, v.Memory(), v.ColorLabel}, func(s string) bool { return s == "" }), " ")
}

// showed is what a row shows of itself, in one line.
func (r Row) showed() string { return leading(r.Title, r.Proposed, r.NewTitle) }

// showing is what the row of a pair shows now.
func showing(p *pair) string { return leading(title(p.old), p.TargetID, targetTitle(*p)) }

func leading(old, sku, target string) string {
	return cmp.Or(old, nothing) + " → " + strings.TrimSpace(cmp.Or(sku, nothing)+" "+target)
}
