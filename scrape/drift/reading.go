package drift

import (
	"cmp"
	"maps"
	"slices"

	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// Reading counts what a walk read of one shop. The zero Reading has read nothing.
type Reading struct {
	Pages []Kind `json:"pages,omitempty"` // sorted by kind
	// Variants is how many were made of the pages; Disagree counts those whose sources contradict each other about a field
	// of the variant.
	Variants int            `json:"variants"`
	Disagree map[string]int `json:"disagree,omitempty"`
}

// Kind counts the pages of one kind.
type Kind struct {
	Kind site.Kind `json:"kind"`
	// Pages are those that came and were told to be pages of the shop; Read are those of them that a layout could read.
	Pages int `json:"pages"`
	Read  int `json:"read"`
	// With counts the pages on which a field was found, Layouts the same for each layout, sorted by name.
	With    map[site.Field]int `json:"with,omitempty"`
	Layouts []Layout           `json:"layouts,omitempty"`
}

// Layout counts the pages on which one layout found something.
type Layout struct {
	Name  string             `json:"name"`
	Pages int                `json:"pages"`
	With  map[site.Field]int `json:"with"`
}

// Finding is what one layout found on one page.
type Finding struct {
	Layout string
	Fields []site.Field // each once
}

// Page counts a page of a kind. Findings are those of its layouts; a page that no layout could read has none.
func (r *Reading) Page(kind site.Kind, read bool, findings []Finding) {
	i, ok := slices.BinarySearchFunc(r.Pages, kind, func(k Kind, kind site.Kind) int { return cmp.Compare(k.Kind, kind) })
	if !ok {
		r.Pages = slices.Insert(r.Pages, i, Kind{Kind: kind, With: map[site.Field]int{}})
	}
	k := &r.Pages[i]
	k.Pages++
	if !read {
		return
	}
	k.Read++
	var fields []site.Field
	for _, f := range findings {
		k.layout(f)
		fields = append(fields, f.Fields...)
	}
	slices.Sort(fields)
	for _, field := range slices.Compact(fields) {
		k.With[field]++
	}
}

func (k *Kind) layout(f Finding) {
	if len(f.Fields) == 0 {
		return
	}
	i, ok := slices.BinarySearchFunc(k.Layouts, f.Layout, func(l Layout, name string) int { return cmp.Compare(l.Name, name) })
	if !ok {
		k.Layouts = slices.Insert(k.Layouts, i, Layout{Name: f.Layout, With: map[site.Field]int{}})
	}
	k.Layouts[i].Pages++
	for _, field := range f.Fields {
		k.Layouts[i].With[field]++
	}
}

// Variant counts a variant and the fields, of which one may stand several times, that its sources disagree about.
func (r *Reading) Variant(disagree []string) {
	r.Variants++
	for _, field := range slices.Compact(slices.Sorted(slices.Values(disagree))) {
		if r.Disagree == nil {
			r.Disagree = map[string]int{}
		}
		r.Disagree[field]++
	}
}

// kind returns the counts of a kind, zero where no page of it came.
func (r *Reading) kind(kind site.Kind) Kind {
	if i := slices.IndexFunc(r.Pages, func(k Kind) bool { return k.Kind == kind }); i >= 0 {
		return r.Pages[i]
	}
	return Kind{Kind: kind}
}

// blamed returns the layouts that lost most pages with a field since the last time, sorted. The field "" stands for the pages
// as a whole.
func blamed(now, last Kind, field site.Field) []string {
	var names []string
	most := 1
	for _, l := range last.Layouts {
		switch lost := pagesWith(last, l.Name, field) - pagesWith(now, l.Name, field); {
		case lost > most:
			names, most = []string{l.Name}, lost
		case lost == most:
			names = append(names, l.Name)
		}
	}
	return names
}

// pagesWith returns on how many pages of a kind a layout found a field, or anything where the field is "".
func pagesWith(k Kind, layout string, field site.Field) int {
	i := slices.IndexFunc(k.Layouts, func(l Layout) bool { return l.Name == layout })
	switch {
	case i < 0:
		return 0
	case field == "":
		return k.Layouts[i].Pages
	}
	return k.Layouts[i].With[field]
}

// keys returns the keys of both, sorted.
func keys[K cmp.Ordered](a, b map[K]int) []K {
	all := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(all)
	return slices.Compact(all)
}
