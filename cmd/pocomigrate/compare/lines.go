package compare

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/given"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// lineFile is a file of a snapshot while it is walked over.
type lineFile struct {
	*snapshot.Scanner
	io.Closer
}

func scan(g *given.Snapshot, file string, members ...string) (lineFile, error) {
	f, err := g.Open(file)
	if err != nil {
		return lineFile{}, err
	}
	return lineFile{snapshot.NewScanner(f, g.Label(file), members...), f}, nil
}

// variantLines are the variants of a snapshot as they are stored.
type variantLines struct{ of *given.Snapshot }

// Open implements [diff.Source].
func (l variantLines) Open() (diff.Cursor, error) {
	f, err := scan(l.of, snapshot.VariantsFile, "key", "identities")
	return &variantCursor{lineFile: f}, err
}

// variantCursor walks over variants.
type variantCursor struct {
	lineFile
	identities []byte
	name       []byte
}

func (c *variantCursor) Key() ([]byte, error) {
	members, err := c.Members()
	if err != nil {
		return nil, err
	}
	c.identities = members[1]
	key := members[0]
	if len(key) < 3 || key[0] != '"' {
		return nil, fmt.Errorf("%s: the variant has no key", c.At())
	}
	return words(key)
}

// words returns what a JSON string says, nothing for nil. Nearly all need no more than their quotes taken off.
func words(token []byte) ([]byte, error) {
	if len(token) >= 2 && token[0] == '"' && bytes.IndexByte(token, '\\') < 0 {
		return token[1 : len(token)-1], nil
	}
	text, err := snapshot.String(token)
	return []byte(text), err
}

func (c *variantCursor) Names(yield func(name []byte)) error {
	key, err := c.Key()
	if err != nil {
		return err
	}
	yield(key)
	// A variant's identities belong to the shop and market that begin its key.
	c.name = append(c.name[:0], key[:bytes.IndexByte(key, '#')+1]...)
	begin := len(c.name)
	return snapshot.Strings(c.identities, func(identity []byte) bool {
		c.name = append(c.name[:begin], identity...)
		yield(c.name)
		return true
	})
}

func (c *variantCursor) Record() (diff.Record, error) {
	var v catalog.Variant
	err := c.Value(&v)
	return v, err
}

// mappingLines are the mappings of a snapshot as they are stored. Where a variant's key changed, partner leads from one
// key to the other, so that its mapping goes with it.
type mappingLines struct {
	of      *given.Snapshot
	partner map[string]string
}

// Open implements [diff.Source].
func (l mappingLines) Open() (diff.Cursor, error) {
	f, err := scan(l.of, snapshot.MappingsFile, "source", "market", "source_id", "target", "target_id")
	return &mappingCursor{lineFile: f, partner: l.partner}, err
}

// mappingCursor walks over mappings.
type mappingCursor struct {
	lineFile
	partner map[string]string
	key     []byte
}

func (c *mappingCursor) Key() ([]byte, error) {
	members, err := c.Members()
	if err != nil {
		return nil, err
	}
	var says [5][]byte
	for i, token := range members {
		if says[i], err = words(token); err != nil {
			return nil, fmt.Errorf("%s: %w", c.At(), err)
		}
	}
	c.key = appendMappingKey(c.key[:0], says)
	return c.key, nil
}

// appendMappingKey appends what [mapping.Mapping.LineKey] returns for source, market, source_id, target and target_id.
func appendMappingKey(key []byte, says [5][]byte) []byte {
	if len(says[2]) == 0 {
		key = append(append(key, "new "...), says[3]...)
		return append(append(key, ' '), says[4]...)
	}
	key = append(key, says[0]...)
	if len(says[1]) > 0 {
		key = append(append(key, '@'), says[1]...)
	}
	return append(append(key, '#'), says[2]...)
}

func (c *mappingCursor) Names(yield func(name []byte)) error {
	key, err := c.Key()
	if err == nil {
		yield(key)
	}
	return err
}

func (c *mappingCursor) Record() (diff.Record, error) {
	var m mapping.Mapping
	err := c.Value(&m)
	return followed{m, c.partner[m.LineKey()]}, err
}

// followed is a mapping that may also be found under the key that its variant has on the other side.
type followed struct {
	mapping.Mapping
	partner string
}

func (f followed) RecordIdentities() []string {
	if f.partner == "" {
		return nil
	}
	return []string{f.partner}
}

// nameMappings puts the words of variants in place of the keys of mappings: those of the side that a change is named for.
func nameMappings(changes []diff.Change, before, after *given.Snapshot) error {
	wanted := map[*given.Snapshot]map[string][]*diff.Change{before: {}, after: {}}
	for i := range changes {
		c := &changes[i]
		side := after
		if c.Type == diff.Removed || c.Type == diff.Unknown {
			side = before
		}
		wanted[side][variantOf(c.Key)] = append(wanted[side][variantOf(c.Key)], c)
	}
	return errors.Join(nameFrom(before, wanted[before]), nameFrom(after, wanted[after]))
}

// nameFrom looks for the variants of one side.
func nameFrom(side *given.Snapshot, wanted map[string][]*diff.Change) error {
	if len(wanted) == 0 {
		return nil
	}
	variants, err := variantLines{side}.Open()
	if err != nil {
		return err
	}
	defer variants.Close() //nolint:errcheck // read-only
	for {
		more, err := variants.Next()
		if err != nil || !more {
			return err
		}
		key, err := variants.Key()
		if err != nil {
			return err
		}
		changes := wanted[string(key)]
		if changes == nil {
			continue
		}
		v, err := variants.Record()
		if err != nil {
			return err
		}
		for _, c := range changes {
			c.Title, c.Subject = v.RecordTitle(), v.RecordSubject()
		}
	}
}

// variantOf returns the key of the variant that a mapping speaks of: its source or, of a new SKU, its target.
func variantOf(key string) string {
	var target, id string
	if n, err := fmt.Sscanf(key, "new %s %s", &target, &id); err == nil && n == 2 {
		return string(catalog.NewKey(catalog.ShopID(target), "", catalog.ItemIdentity(id)))
	}
	return key
}
