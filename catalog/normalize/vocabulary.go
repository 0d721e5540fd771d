package normalize

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"
	"sync"

	"github.com/pocomigrate/pocomigrate/catalog"
)

//go:embed data/*.csv
var builtin embed.FS

// Vocabulary is what is known about the words of the trade: the tables, compiled. What it knows never changes after [Load],
// and it may be used from several goroutines; it must not be copied.
type Vocabulary struct {
	digests      map[string]string
	lines        phrases[[]nameOf]
	colors       phrases[[]colorWord]
	editions     phrases[string] // "" for words that are no edition
	types        phrases[catalog.ProductType]
	particles    phrases[particle]
	axes         map[string]axis
	currencies   currencies
	priceWords   *wordTree
	decimals     map[string]string // language → decimal sign
	availability map[string]stockWord
	conditions   phrases[catalog.Condition] // "" for words that are no condition
	specLabels   map[string]specLabel
	labels       memo[specLabel] // what speclabels.csv says of labels as shops write them
	heads        memo[specLabel] // the same for starts of values
	chipsets     phrases[string]
	codes        map[string]codedGoods
	features     phrases[featureKind]
	priceReaders sync.Pool // of *priceReader, not in use
	priceRules   priceRules
}

// Locale says how a shop writes.
type Locale struct {
	Lang     string // BCP 47, "en-GB"; "" unknown
	Currency string // ISO 4217; "" unknown
	Market   string // "uk", "fr", "de", "in", "global"; "" unknown
	Decimal  string // the sign before decimals; "" is that of the language
}

// base returns the language without script and region: "en" for "en-GB".
func (l Locale) base() string { return baseLang(l.Lang) }

func baseLang(lang string) string {
	base, _, _ := strings.Cut(strings.ReplaceAll(lang, "_", "-"), "-")
	return strings.ToLower(base)
}

// Load compiles the built-in tables, with the tables of overlay laid over them row by row: a row with the same key (the
// product, the word, the word and its language) replaces the built-in one, others are added. Overlay may be nil; it is
// read at its root, and only files ending in ".csv" are looked at. The error joins every fault found, each with file,
// line and value.
func Load(overlay fs.FS) (*Vocabulary, error) {
	v := &Vocabulary{digests: map[string]string{}}
	var faults []error
	for _, t := range v.tables() {
		rows, digest, err := t.load(overlay)
		if err == nil {
			v.digests[t.file] = digest
			err = t.compile(rows)
		}
		faults = append(faults, err)
	}
	faults = append(faults, v.checkOverlay(overlay))
	if err := errors.Join(faults...); err != nil {
		return nil, fmt.Errorf("load vocabulary: %w", err)
	}
	return v, nil
}

// Digests returns the SHA-256 of each table's content in hex, by file name. Where an overlay has the table too, the
// digest is that of the built-in file followed by the overlay's. The caller owns the map.
func (v *Vocabulary) Digests() map[string]string { return maps.Clone(v.digests) }

// table is one table file and what becomes of its rows.
type table struct {
	tableSpec
	compile func([]row) error
}

// load reads the built-in rows and lays those of the overlay over them.
func (t table) load(overlay fs.FS) (rows []row, digest string, err error) {
	base, data, err := t.readFile(builtin, path.Join("data", t.file), t.file)
	if err != nil {
		return nil, "", err
	}
	hash := sha256.New()
	hash.Write(data)
	if overlay != nil {
		over, data, err := t.readFile(overlay, t.file, "overlay "+t.file)
		if err != nil {
			return nil, "", err
		}
		hash.Write(data)
		base = t.lay(base, over)
	}
	return base, hex.EncodeToString(hash.Sum(nil)), nil
}

// checkOverlay refuses tables that nobody reads: a misspelt file name would otherwise pass in silence.
func (v *Vocabulary) checkOverlay(overlay fs.FS) error {
	if overlay == nil {
		return nil
	}
	files, err := fs.Glob(overlay, "*.csv")
	if err != nil {
		return fmt.Errorf("list the overlay: %w", err)
	}
	known := map[string]bool{}
	var names []string
	for _, t := range v.tables() {
		known[t.file] = true
		names = append(names, t.file)
	}
	var faults []error
	for _, f := range files {
		if !known[f] {
			faults = append(faults, fmt.Errorf("overlay %s: no such table; the tables are %s", f, strings.Join(names, ", ")))
		}
	}
	return errors.Join(faults...)
}

// tables lists every table in the order in which they are compiled.
func (v *Vocabulary) tables() []table {
	return []table{
		{tableSpec{"particles.csv", []string{"word", "role", "value", "source"}, 1}, v.compileParticles},
		{tableSpec{"products.csv", []string{"model", "product_type", "network", "aliases", "markets", "marketing_name", "memories", "source"}, 1}, v.compileProducts},
		{tableSpec{"colors.csv", []string{"word", "lang", "model", "color", "source"}, 3}, v.compileColors},
		{tableSpec{"editions.csv", []string{"word", "edition", "source"}, 1}, v.compileEditions},
		{tableSpec{"typewords.csv", []string{"word", "product_type", "source"}, 1}, v.compileTypes},
		{tableSpec{"axes.csv", []string{"word", "axis", "source"}, 1}, v.compileAxes},
		{tableSpec{"currencies.csv", []string{"code", "minor_digits", "symbols", "shared_symbols", "regions", "source"}, 1}, v.compileCurrencies},
		{tableSpec{"pricewords.csv", []string{"word", "role", "source"}, 1}, v.compilePriceWords},
		{tableSpec{"decimals.csv", []string{"lang", "decimal", "source"}, 1}, v.compileDecimals},
		{tableSpec{"availability.csv", []string{"word", "availability", "source"}, 1}, v.compileAvailability},
		{tableSpec{"conditions.csv", []string{"word", "condition", "source"}, 1}, v.compileConditions},
		{tableSpec{"speclabels.csv", []string{"label", "specs", "source"}, 1}, v.compileSpecLabels},
		{tableSpec{"chipsets.csv", []string{"word", "family", "source"}, 1}, v.compileChipsets},
		{tableSpec{"codes.csv", []string{"code", "model", "ram_gb", "storage_gb", "color", "market", "source"}, 1}, v.compileCodes},
		{tableSpec{"features.csv", []string{"word", "kind", "source"}, 1}, v.compileFeatures},
	}
}
