package warc

import (
	"archive/zip"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// pledge is what datapackage.json says of one member of a WACZ. Packages of version 1.0 say it in another place.
type pledge struct {
	Path    string `json:"path"`
	Hash    string `json:"hash"`
	Hashing string `json:"hashing"`
	Stats   struct {
		Hash string `json:"hash"`
	} `json:"stats"`
}

// digest returns the digest that a member must have, "" where none is said that is understood.
func (p *pledge) digest() string {
	digest := p.Hash
	if digest == "" {
		digest = p.Hashing + ":" + p.Stats.Hash
	}
	if digest = strings.ToLower(digest); !strings.HasPrefix(digest, "sha256:") {
		return ""
	}
	return digest
}

// checkPackage compares the members of a WACZ with the digests in its datapackage.json and reports what differs. The pages
// are read all the same: an index or a list of pages that somebody edited harms none of them. A package that says nothing
// is not checked.
func (ix *index) checkPackage(z *zip.Reader, size int64) {
	const list, seal = "datapackage.json", "datapackage-digest.json"
	c := &checker{ix: ix, files: map[string]*zip.File{}, stored: size, inflated: maxChecked}
	for _, f := range z.File {
		if _, twice := c.files[f.Name]; !twice {
			c.files[f.Name] = f
		}
	}
	if c.files[list] == nil {
		return
	}
	var pack struct {
		Resources []pledge `json:"resources"`
	}
	c.decode(list, &pack)
	if c.files[seal] != nil {
		p := pledge{Path: list}
		c.decode(seal, &p)
		p.Path = list // whatever it says, that is what it seals
		c.check(&p, seal)
	}
	for i := range pack.Resources {
		c.check(&pack.Resources[i], list)
	}
}

// checker checks each member at most once, and no more bytes than it may.
type checker struct {
	ix               *index
	files            map[string]*zip.File
	stored, inflated int64 // bytes that may still be read of members, stored and compressed
	reports          int
}

func (c *checker) report(name, what string, cause error) {
	if c.reports++; c.reports <= maxFaults {
		c.ix.report(name, what, cause)
	}
}

// decode reads a member as JSON.
func (c *checker) decode(name string, v any) {
	if err := decode(c.files[name], v); err != nil {
		c.report(name, "member cannot be read", err)
	}
}

func decode(f *zip.File, v any) error {
	if f.UncompressedSize64 > maxList {
		return fmt.Errorf("it is larger than %d MiB", maxList>>20)
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	return cmp.Or(json.NewDecoder(r).Decode(v), r.Close())
}

// check compares one member with what is said of it.
func (c *checker) check(p *pledge, said string) {
	f, ok := c.files[p.Path]
	switch {
	case p.digest() == "" || f == nil && ok:
		return // nothing is said, or it was checked already
	case f == nil:
		c.report(p.Path, "member is missing, though "+said+" lists it", nil)
		return
	}
	c.files[p.Path] = nil
	switch got, err := c.digest(f); {
	case errors.Is(err, zip.ErrChecksum):
		c.report(p.Path, "member was changed after it was packed", err)
	case err != nil:
		c.report(p.Path, "member cannot be checked", err)
	case got != p.digest():
		c.report(p.Path, "member was changed after it was packed: its digest is not the one in "+said, nil)
	}
}

// digest returns the digest of a member if what it claims to hold may still be read. A member that holds more is an error
// of the zip.
func (c *checker) digest(f *zip.File) (string, error) {
	left := &c.inflated
	if f.Method == zip.Store {
		left = &c.stored
	}
	if f.UncompressedSize64 > uint64(*left) {
		return "", errors.New("it is too large")
	}
	*left -= int64(f.UncompressedSize64)
	r, err := f.Open()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	_, err = io.Copy(sum, r)
	return "sha256:" + hex.EncodeToString(sum.Sum(nil)), cmp.Or(err, r.Close())
}
