package snapshot

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// Schema is the number of the form in which this version writes snapshots. It rises when an older version would read a
// snapshot wrongly. Schema 2 keeps the provenance of a variant in one line, schema 3 also the rule that read each value.
const Schema = 3

// oldest is the oldest schema whose files are read as they are: those of schema 2 lack the rules, and nothing else.
const oldest = 2

// maxManifest is the largest manifest that is read: a thousand times what the shops of the sample need.
const maxManifest = 4 << 20

// Manifest says what the files of a snapshot hold. It names no time and no machine: equal catalogues have equal
// manifests.
type Manifest struct {
	Schema int         `json:"schema"`          // see [Schema]
	Shops  []ShopCount `json:"shops,omitempty"` // in any order; stored sorted by shop
	// Vocabularies holds a digest of each of our own tables that had a part in reading the shops' words, by name. Where
	// they differ, a change may be one of our reading.
	Vocabularies map[string]string `json:"vocabularies,omitempty"`
	// Files holds the [Sum] of each compared file, by name.
	Files map[string]string `json:"files,omitempty"`
	// Uncompared holds the [Sum] of each file that may change while the catalogue does not (sources.jsonl). It is not
	// part of the digest.
	Uncompared map[string]string `json:"uncompared,omitempty"`
}

// ShopCount says how much a snapshot holds of one shop.
type ShopCount struct {
	Shop     string `json:"shop"`
	Variants int    `json:"variants"`
	Mappings int    `json:"mappings"`
}

// Sum returns the SHA-256 of a file's content in lower-case hexadecimal digits.
func Sum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// Digest returns the [Sum] of the canonical JSON of all that the manifest says but Uncompared. It depends on neither the
// order of Shops nor on nil and empty being told apart.
func (m Manifest) Digest() string {
	m.Uncompared = nil
	text, err := m.canonical()
	if err != nil {
		// Names that are not UTF-8 may collide once they are written. Encode refuses such a manifest; here any text that
		// depends on nothing but the manifest will do.
		text = fmt.Appendf(nil, "%+v", m)
	}
	return Sum(text)
}

// Encode returns the manifest as indented JSON with sorted names and a newline at the end. A manifest that
// [DecodeManifest] would refuse, with another schema number than [Schema] or one shop twice, is an error.
func (m Manifest) Encode() ([]byte, error) {
	err := m.check()
	if err == nil && m.Schema != Schema {
		err = fmt.Errorf("schema %d: want %d", m.Schema, Schema)
	}
	var text []byte
	if err == nil {
		text, err = m.canonical()
	}
	var b bytes.Buffer
	if err == nil {
		err = json.Indent(&b, text, "", "  ")
	}
	if err != nil {
		return nil, fmt.Errorf("encode manifest: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

func (m Manifest) canonical() ([]byte, error) {
	m.Shops = slices.SortedFunc(slices.Values(m.Shops), func(a, b ShopCount) int {
		return cmp.Or(cmp.Compare(a.Shop, b.Shop), cmp.Compare(a.Variants, b.Variants), cmp.Compare(a.Mappings, b.Mappings))
	})
	text, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	var form canonical
	return form.of(text)
}

// check says why a manifest cannot be used.
func (m Manifest) check() error {
	if m.Schema < 1 {
		return fmt.Errorf("schema %d: want %d", m.Schema, Schema)
	}
	seen := map[string]bool{}
	for _, s := range m.Shops {
		if seen[s.Shop] {
			return fmt.Errorf("shop %q is given twice", s.Shop)
		}
		seen[s.Shop] = true
	}
	return nil
}

// current says why the files of a manifest are not of a form that this version reads as it is.
func (m Manifest) current() error {
	if m.Schema < oldest {
		return fmt.Errorf("was written by an older pocomigrate (schema %d; this one reads %d): scrape into a new folder, "+
			"or rewrite it with 'pocomigrate snapshot fmt'", m.Schema, Schema)
	}
	return nil
}

// DecodeManifest reads a manifest; name stands in its errors. A snapshot with schema 1 is refused, since its files have another
// form; one with a newer is refused with the advice to upgrade, whatever else it holds. As in [Decode], an unknown field and a field given twice are errors. The
// sums of the files are not checked. It does not close r.
func DecodeManifest(r io.Reader, name string) (Manifest, error) {
	m, err := DecodeOldManifest(r, name)
	if err != nil {
		return Manifest{}, err
	}
	if err := m.current(); err != nil {
		return Manifest{}, fmt.Errorf("%s: %w", name, err)
	}
	return m, nil
}

// DecodeOldManifest reads a manifest as [DecodeManifest] does, those of older schemas too. Of the files of schema 1 only
// sources.jsonl has another form: a line for each field of each variant.
func DecodeOldManifest(r io.Reader, name string) (Manifest, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxManifest+1))
	if err != nil {
		return Manifest{}, fmt.Errorf("%s: %w", name, err)
	}
	m, err := decodeManifest(text)
	if err != nil {
		return Manifest{}, fmt.Errorf("%s: %w", name, err)
	}
	return m, nil
}

func decodeManifest(text []byte) (Manifest, error) {
	if len(text) > maxManifest {
		return Manifest{}, fmt.Errorf("larger than %d MiB: not a manifest", maxManifest>>20)
	}
	// The schema number is read first and by itself: a newer schema may have fields that are unknown here.
	var about struct {
		Schema int `json:"schema"`
	}
	if err := json.Unmarshal(text, &about); err == nil && about.Schema > Schema {
		return Manifest{}, newer(about.Schema)
	}
	var m Manifest
	if err := newObjectReader().read(text, &m); err != nil {
		return Manifest{}, err
	}
	return m, m.check()
}

func newer(schema int) error {
	return fmt.Errorf("was written by a newer pocomigrate (schema %d; this one reads %d): upgrade", schema, Schema)
}
