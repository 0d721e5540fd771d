package given

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// checker gathers what is wrong with a snapshot.
type checker struct {
	of       *Snapshot
	faults   []string
	variants map[catalog.Key]bool
	slugs    map[string]bool // shop and slug of each product that was found
	counts   map[string]snapshot.ShopCount
}

// maxFaults is how many faults of one file are told; more of the same say nothing new.
const maxFaults = 20

// Check returns what is wrong with a snapshot, a line each.
func Check(g *Snapshot) []string {
	c := &checker{of: g, variants: map[catalog.Key]bool{}, slugs: map[string]bool{}, counts: map[string]snapshot.ShopCount{}}
	checkLines(c, snapshot.CoverageFile, func(cov catalog.Coverage) string {
		c.count(string(cov.Shop), 0, 0)
		return ""
	})
	checkLines(c, snapshot.VariantsFile, c.variant)
	checkLines(c, snapshot.MappingsFile, c.mapping)
	if g.Manifest.Schema == snapshot.Schema {
		checkLines(c, snapshot.SourcesFile, func(s catalog.Sources) string { return c.known(s.Key) })
	} else {
		c.add("%s: is of schema %d, this pocomigrate writes %d: 'pocomigrate snapshot fmt' rewrites it",
			g.Label(snapshot.ManifestFile), g.Manifest.Schema, snapshot.Schema)
	}
	c.checkCounts()
	return c.faults
}

func (c *checker) add(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

func (c *checker) count(shop string, variants, mappings int) {
	n := c.counts[shop]
	n.Shop, n.Variants, n.Mappings = shop, n.Variants+variants, n.Mappings+mappings
	c.counts[shop] = n
}

// checkLines reads a file and checks order and form of its lines; what says what is wrong with a value, "" for nothing.
func checkLines[T snapshot.Line](c *checker, file string, what func(T) string) {
	f, err := c.of.Open(file)
	if err != nil {
		c.add("%v", err)
		return
	}
	defer f.Close() //nolint:errcheck // read-only
	lines := snapshot.NewScanner(f, c.of.Label(file))
	last, n, faults := "", 0, 0
	fault := func(format string, args ...any) {
		if faults++; faults <= maxFaults {
			c.add(lines.At()+": "+format, args...)
		}
	}
	for {
		more, err := lines.Next()
		if err != nil {
			c.add("%v", err)
		}
		if err != nil || !more {
			break
		}
		var v T
		if err := lines.Value(&v); err != nil {
			c.add("%v", err)
			return
		}
		key := v.LineKey()
		switch n++; {
		case n > 1 && key == last:
			fault("the key %q stands in the line before, too", key)
		case n > 1 && key < last:
			fault("the key %q stands behind %q", key, last)
		}
		last = key
		if form, err := snapshot.Encode([]T{v}); err != nil {
			fault("%v", err)
		} else if !bytes.Equal(bytes.TrimSuffix(form, []byte("\n")), lines.Text()) {
			fault("the line is not in canonical form")
		}
		if text := what(v); text != "" {
			fault("%s", text)
		}
	}
	if faults > maxFaults {
		c.add("%s: %d more faults", c.of.Label(file), faults-maxFaults)
	}
}

func (c *checker) variant(v catalog.Variant) string {
	c.count(string(v.Shop), 1, 0)
	c.variants[v.Key] = true
	c.slugs[string(v.Shop)+" "+v.ItemGroupID] = true
	if len(v.Identities) == 0 || v.Key != catalog.NewKey(v.Shop, v.Market, v.Identities[0]) {
		return fmt.Sprintf("the key %q is not shop, market and first identity", v.Key)
	}
	return ""
}

func (c *checker) known(key catalog.Key) string {
	if !c.variants[key] {
		return fmt.Sprintf("there is no variant %q", key)
	}
	return ""
}

func (c *checker) mapping(m mapping.Mapping) string {
	c.count(m.RecordGroup(), 0, 1)
	var errs []error
	if key := m.SourceKey(); key != "" && !c.variants[key] {
		errs = append(errs, fmt.Errorf("there is no variant %q", key))
	}
	if !c.isTarget(m) && !slices.Contains(m.Flags, mapping.TargetMissing) {
		errs = append(errs, fmt.Errorf("%s has no %q to lead to", m.Target, m.TargetID))
	}
	if err := errors.Join(errs...); err != nil {
		return strings.ReplaceAll(err.Error(), "\n", "; ")
	}
	return ""
}

// isTarget reports whether what a mapping leads to is in the snapshot. Nothing leads nowhere.
func (c *checker) isTarget(m mapping.Mapping) bool {
	if slug, ok := strings.CutPrefix(m.TargetID, "slug:"); ok && c.slugs[string(m.Target)+" "+slug] {
		return true
	}
	return m.TargetID == "" || c.variants[catalog.NewKey(m.Target, "", catalog.ItemIdentity(m.TargetID))] ||
		c.variants[catalog.NewKey(m.Target, "", catalog.Identity(m.TargetID))]
}

// checkCounts compares what the manifest says of each shop with what was counted.
func (c *checker) checkCounts() {
	if len(c.faults) > 0 {
		return // what could not be read was not counted
	}
	told := map[string]bool{}
	for _, s := range c.of.Manifest.Shops {
		told[s.Shop] = true
		if got := c.counts[s.Shop]; got.Variants != s.Variants || got.Mappings != s.Mappings {
			c.add("%s: %s has %d variants and %d mappings, not %d and %d", c.of.Label(snapshot.ManifestFile), s.Shop,
				got.Variants, got.Mappings, s.Variants, s.Mappings)
		}
	}
	for shop := range c.counts {
		if !told[shop] {
			c.add("%s: does not tell of %s", c.of.Label(snapshot.ManifestFile), shop)
		}
	}
	slices.Sort(c.faults)
}
