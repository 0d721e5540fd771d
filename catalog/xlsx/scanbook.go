package xlsx

import (
	"encoding/xml"
	"path"
	"strings"
)

// sheetPart is a sheet's name and the part that holds its cells.
type sheetPart struct{ name, part string }

// sheets returns the worksheets in their order.
func (s *scanner) sheets() ([]sheetPart, bool) {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var links struct {
		Links []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	for name, into := range map[string]any{"xl/workbook.xml": &book, "xl/_rels/workbook.xml.rels": &links} {
		text, ok := s.part(name)
		if !ok || xml.Unmarshal(text, into) != nil {
			return nil, false
		}
	}
	parts := map[string]string{}
	for _, l := range links.Links {
		if strings.HasSuffix(l.Type, "/worksheet") && !strings.HasPrefix(l.Target, "/") {
			parts[l.ID] = path.Join("xl", l.Target)
		}
	}
	var out []sheetPart
	for _, sheet := range book.Sheets {
		part := parts[sheet.ID]
		if part == "" || sheet.Name == "" {
			return nil, false
		}
		out = append(out, sheetPart{sheet.Name, part})
	}
	return out, len(out) > 0
}

// sharedStrings reads the texts that cells refer to by number; a workbook may have none.
func (s *scanner) sharedStrings() bool {
	const name = "xl/sharedStrings.xml"
	if s.parts[name] == nil {
		return true
	}
	text, ok := s.part(name)
	if !ok {
		return false
	}
	t := tags{text: text}
	for t.next() {
		if t.name == "si" && !t.closing {
			if t.empty {
				s.shared = append(s.shared, "")
				continue
			}
			words, ok := t.texts("si")
			if !ok {
				return false
			}
			s.shared = append(s.shared, words)
		}
	}
	return t.ended("sst")
}
