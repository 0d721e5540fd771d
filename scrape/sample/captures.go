package sample

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// capture is a line of a captures.jsonl: a page file and how it was captured.
type capture struct {
	File     string    `json:"file"` // beside captures.jsonl; "" for an answer without a body
	URL      string    `json:"url"`
	Time     time.Time `json:"time"`
	Status   int       `json:"status"`
	Type     string    `json:"type"`     // Content-Type
	Location string    `json:"location"` // of a redirect
	Record   string    `json:"record"`   // "resource", "revisit", or "" for a response
	Of       int       `json:"of"`       // of a revisit: the line with the capture that it repeats
	Encoding string    `json:"encoding"` // "gzip" where the body is to be packed for the way
	Torn     bool      `json:"torn"`     // the record ends in its middle

	where string // folder and line, for errors
	body  []byte
}

// readCaptures reads every capture under fsys: folders by name, each in the order of its captures.jsonl. It is strict, so
// that a page which was forgotten is noticed.
func readCaptures(fsys fs.FS) ([]capture, error) {
	folders, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, err
	}
	var all []capture
	for _, folder := range folders {
		if !folder.IsDir() {
			continue
		}
		captures, err := readShop(fsys, folder.Name())
		if err != nil {
			return nil, err
		}
		all = append(all, captures...)
	}
	if len(all) == 0 {
		return nil, errors.New("no captures.jsonl in any folder")
	}
	return all, nil
}

func readShop(fsys fs.FS, folder string) ([]capture, error) {
	name := path.Join(folder, "captures.jsonl")
	list, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	var captures []capture
	n := 0
	for line := range bytes.Lines(list) {
		n++
		c := capture{where: fmt.Sprintf("%s:%d", name, n)}
		d := json.NewDecoder(bytes.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&c); err != nil {
			return nil, fmt.Errorf("%s: %w", c.where, err)
		}
		if err := c.check(n); err != nil {
			return nil, fmt.Errorf("%s: %w", c.where, err)
		}
		if c.File != "" {
			if c.body, err = fs.ReadFile(fsys, path.Join(folder, c.File)); err != nil {
				return nil, fmt.Errorf("%s: %w", c.where, err)
			}
		}
		captures = append(captures, c)
	}
	return captures, unlisted(fsys, folder, captures)
}

func (c *capture) check(line int) error {
	switch {
	case c.URL == "" || c.Time.IsZero():
		return errors.New("url and time must be given")
	case !slices.Contains([]string{"", "resource", "revisit"}, c.Record):
		return fmt.Errorf("record %q is neither resource nor revisit", c.Record)
	case !slices.Contains([]string{"", "gzip"}, c.Encoding):
		return fmt.Errorf("encoding %q is not gzip", c.Encoding)
	case c.Record != "resource" && (c.Status < 100 || c.Status > 599):
		return fmt.Errorf("status %d is no HTTP status", c.Status)
	case (c.Record == "revisit") != (c.Of > 0 && c.Of < line):
		return errors.New("a revisit, and nothing else, names an earlier line by its number in of")
	case c.File == "" && c.Record == "" && c.Location == "", c.File != "" && c.Record == "revisit":
		return errors.New("a page names its file, a redirect may and a revisit may not")
	}
	return nil
}

// unlisted returns an error for a page file that no line names. Tables and notes lie beside the pages and are no pages.
func unlisted(fsys fs.FS, folder string, captures []capture) error {
	files, err := fs.ReadDir(fsys, folder)
	if err != nil {
		return err
	}
	for _, f := range files {
		named := slices.ContainsFunc(captures, func(c capture) bool { return c.File == f.Name() })
		if !named && f.Name() != "captures.jsonl" && !strings.HasSuffix(f.Name(), ".tsv") && !strings.HasSuffix(f.Name(), ".md") {
			return fmt.Errorf("%s/captures.jsonl does not list %s", folder, f.Name())
		}
	}
	return nil
}
