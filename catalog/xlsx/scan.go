package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// scan reads a workbook as the library does, in a fifth of the time, as far as it is written the way programs write them:
// parts in UTF-8 without entities of their own, rows and cells in rising order. It says false for whatever it does not know, damage
// among it, which is left to the library. A test holds the two to the same cells.
func scan(file []byte) (b table.Book, ok bool) {
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return b, false
	}
	s := scanner{parts: map[string]*zip.File{}, left: maxUnzip}
	for _, f := range archive.File {
		if s.parts[f.Name] != nil {
			return b, false
		}
		s.parts[f.Name] = f
	}
	sheets, ok := s.sheets()
	if !ok || !s.sharedStrings() {
		return b, false
	}
	for _, at := range sheets {
		text, ok := s.part(at.part)
		if !ok {
			return b, false
		}
		rows, ok := s.rows(text)
		if !ok {
			return b, false
		}
		b.Sheets = append(b.Sheets, table.Sheet{Name: at.name, Rows: rows})
	}
	return b, true
}

type scanner struct {
	parts  map[string]*zip.File
	left   int64 // bytes that may still be unpacked
	shared []string
	cells  int
	wide   int // cells of the row before
}

// part unpacks a part that is plain enough to be scanned.
func (s *scanner) part(name string) ([]byte, bool) {
	f := s.parts[name]
	if f == nil || f.UncompressedSize64 > uint64(s.left) {
		return nil, false
	}
	r, err := f.Open()
	if err != nil {
		return nil, false
	}
	const usual = 20 // how many times its packed size a sheet takes; a header that claims more is believed when it comes
	out := bytes.NewBuffer(make([]byte, 0, min(f.UncompressedSize64, usual*f.CompressedSize64)+1))
	_, err = io.Copy(out, io.LimitReader(r, s.left+1))
	if cerr := r.Close(); err != nil || cerr != nil || int64(out.Len()) > s.left {
		return nil, false
	}
	s.left -= int64(out.Len())
	return out.Bytes(), plainXML(out.Bytes())
}

// plainXML says whether a text is UTF-8 and has nothing in it that a scan for tags would not see.
func plainXML(text []byte) bool {
	head, _, _ := bytes.Cut(text, []byte("?>"))
	if bytes.HasPrefix(head, []byte("<?xml")) && bytes.Contains(head, []byte("encoding=")) && !bytes.Contains(bytes.ToLower(head), []byte("utf-8")) {
		return false
	}
	return utf8.Valid(text) && !bytes.Contains(text, []byte("<!")) && bytes.IndexByte(text, '\r') < 0 &&
		bytes.IndexFunc(text, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF }) < 0
}

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

// rows reads the cells of a worksheet.
func (s *scanner) rows(text []byte) ([][]table.Cell, bool) {
	t := tags{text: text}
	for t.next() && t.name != "sheetData" {
	}
	if t.name != "sheetData" {
		return nil, false
	}
	if t.empty {
		return nil, t.rest("worksheet")
	}
	var rows [][]table.Cell
	filled, seen := 0, 0
	for t.next() && t.name == "row" && !t.closing {
		seen++
		number, ok := t.number("r", seen)
		if !ok || number < seen || number > maxRows {
			return nil, false
		}
		seen = number
		row, ok := s.row(&t, number)
		if !ok {
			return nil, false
		}
		for len(rows) < number-1 {
			rows = append(rows, nil)
		}
		if rows = append(rows, row); len(row) > 0 {
			filled = number
		}
	}
	if t.name != "sheetData" || !t.closing || !t.rest("worksheet") {
		return nil, false
	}
	return rows[:filled], true
}

// row reads the cells of a row whose tag was read.
func (s *scanner) row(t *tags, number int) ([]table.Cell, bool) {
	if t.empty {
		return nil, true
	}
	var row []table.Cell
	for t.next() && t.name == "c" && !t.closing {
		column := len(row)
		if place := t.attribute("r"); place != "" {
			at, ok := columnOf(place, number)
			if !ok || at < len(row) {
				return nil, false
			}
			column = at
		}
		if s.cells += column + 1 - len(row); s.cells > maxCells {
			return nil, false
		}
		text, ok := s.cell(t, t.attribute("t"))
		if !ok {
			return nil, false
		}
		if row == nil {
			row = make([]table.Cell, 0, max(s.wide, column+1))
		}
		for len(row) < column {
			row = append(row, table.Cell{})
		}
		row = append(row, table.TextCell(text))
	}
	s.wide = len(row)
	return row, t.name == "row" && t.closing
}

// cell reads what is stored in a cell whose tag was read.
func (s *scanner) cell(t *tags, kind string) (string, bool) {
	if t.empty {
		return "", true
	}
	value := ""
	for t.next() && (t.name != "c" || !t.closing) {
		var ok bool
		switch {
		case t.closing:
			return "", false
		case t.name == "f":
			ok = t.empty || t.skipText("f")
		case t.name == "v" && t.empty:
			ok = true
		case t.name == "v":
			value, ok = t.value("v")
		case t.name == "is" && !t.empty:
			value, ok = t.texts("is")
		}
		if !ok {
			return "", false
		}
	}
	switch kind {
	case "s":
		i, err := strconv.Atoi(value)
		if err != nil || i < 0 || i >= len(s.shared) {
			return "", false
		}
		return s.shared[i], true
	case "inlineStr", "str", "n", "":
		return value, t.name == "c"
	}
	return "", false
}

// columnOf reads the column of a place such as "AB12", which must be in the row.
func columnOf(place string, row int) (int, bool) {
	column, i := 0, 0
	for i < len(place) && place[i] >= 'A' && place[i] <= 'Z' && i < 3 {
		column = column*26 + int(place[i]-'A') + 1
		i++
	}
	return column - 1, i > 0 && column <= 16384 && place[i:] == strconv.Itoa(row)
}

// tags walks over the tags of a plain XML text.
type tags struct {
	text []byte
	at   int

	name    string
	closing bool
	empty   bool
	attrs   []byte

	known map[string]string // short texts that were met, which are met again by the thousand
}

// The texts that are kept to be met again: colours, shops and the like.
const (
	knownLength = 32
	knownTexts  = 4096
)

// keep returns a text as a string, the one that was made of it before where there is one.
func (t *tags) keep(raw []byte) string {
	if len(raw) > knownLength {
		return string(raw)
	}
	if text, ok := t.known[string(raw)]; ok {
		return text
	}
	text := string(raw)
	if t.known == nil {
		t.known = map[string]string{}
	}
	if len(t.known) < knownTexts {
		t.known[text] = text
	}
	return text
}

// next reads the next tag; processing instructions are passed over.
func (t *tags) next() bool {
	for {
		open := bytes.IndexByte(t.text[t.at:], '<')
		if open < 0 {
			t.at, t.name = len(t.text), ""
			return false
		}
		t.at += open + 1
		end := bytes.IndexByte(t.text[t.at:], '>')
		if end < 0 {
			t.at, t.name = len(t.text), ""
			return false
		}
		tag := t.text[t.at : t.at+end]
		t.at += end + 1
		if len(tag) > 0 && tag[0] == '?' {
			continue
		}
		t.closing = len(tag) > 0 && tag[0] == '/'
		if t.closing {
			tag = tag[1:]
		}
		t.empty = len(tag) > 0 && tag[len(tag)-1] == '/'
		if t.empty {
			tag = tag[:len(tag)-1]
		}
		cut := bytes.IndexAny(tag, " \n\t")
		if cut < 0 {
			cut = len(tag)
		}
		t.name, t.attrs = tagName(tag[:cut]), tag[cut:]
		return true
	}
}

// tagName is a tag's name as a string; those met by the million are not made anew.
func tagName(name []byte) string {
	switch string(name) {
	case "c":
		return "c"
	case "v":
		return "v"
	case "t":
		return "t"
	case "f":
		return "f"
	case "is":
		return "is"
	case "row":
		return "row"
	}
	return string(name)
}

// attribute returns an attribute of the tag, "" where it has none.
func (t *tags) attribute(name string) string {
	rest := t.attrs
	for {
		i := bytes.Index(rest, []byte(name+`="`))
		if i < 0 {
			return ""
		}
		before := i == 0 || rest[i-1] == ' ' || rest[i-1] == '\n' || rest[i-1] == '\t'
		rest = rest[i+len(name)+2:]
		if end := bytes.IndexByte(rest, '"'); before && end >= 0 {
			return string(rest[:end])
		}
	}
}

// number returns an attribute that is a number, or what stands for it where the tag has none.
func (t *tags) number(name string, none int) (int, bool) {
	text := t.attribute(name)
	if text == "" {
		return none, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// value reads the text up to the closing tag of the name, which must be the next tag.
func (t *tags) value(name string) (string, bool) {
	open := bytes.IndexByte(t.text[t.at:], '<')
	if open < 0 {
		return "", false
	}
	raw := t.text[t.at : t.at+open]
	t.at += open
	if !t.next() || t.name != name || !t.closing {
		return "", false
	}
	if bytes.IndexByte(raw, '&') < 0 && !bytes.Contains(raw, []byte("_x")) {
		return t.keep(raw), true
	}
	return unescape(raw)
}

func (t *tags) skipText(name string) bool { return t.next() && t.name == name && t.closing }

// texts joins the texts of a string item up to its closing tag: one text, or runs of it that are formatted each for itself.
// Readings for pronunciation, and items that are neither, are left to the library.
func (t *tags) texts(until string) (string, bool) {
	out, plain, inRun, runs := "", 0, false, 0
	for t.next() {
		switch {
		case t.name == until && t.closing:
			return out, plain <= 1 && (plain == 0 || runs == 0)
		case t.name == "r" && !t.empty:
			if inRun = !t.closing; inRun {
				runs++
			}
		case t.name == "t" && !t.closing && !t.empty:
			words, ok := t.value("t")
			if !ok {
				return "", false
			}
			if !inRun {
				plain++
			}
			out += words
		case t.name == "t" && t.empty:
		case !inRun || !strings.Contains(runProperties, " "+t.name+" "):
			return "", false
		}
	}
	return "", false
}

// runProperties are the tags that say how a run looks.
const runProperties = " rPr rFont charset family b i strike outline shadow condense extend color sz u vertAlign scheme "

// ended says whether the text ended with the closing tag of its root.
func (t *tags) ended(root string) bool {
	return t.at >= len(t.text) && bytes.HasSuffix(bytes.TrimSpace(t.text), []byte("</"+root+">"))
}

// rest says whether the text ends with the closing tag of its root: what follows the cells holds none.
func (t *tags) rest(root string) bool {
	return bytes.HasSuffix(bytes.TrimSpace(t.text[t.at:]), []byte("</"+root+">"))
}

// escaped is how workbooks write characters that XML cannot hold; they are left to the library.
var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'", "&amp;", "&", "&#10;", "\n", "&#xA;", "\n", "&#9;", "\t", "&#xD;", "\r", "&#13;", "\r", "&#34;", `"`, "&#39;", "'")

// unescape returns a text with its entities replaced.
func unescape(raw []byte) (string, bool) {
	if bytes.Contains(raw, []byte("_x")) && escaped.Match(raw) {
		return "", false
	}
	if bytes.IndexByte(raw, '&') < 0 {
		return string(raw), true
	}
	text := string(raw)
	left := text
	for {
		i := strings.IndexByte(left, '&')
		if i < 0 {
			return entities.Replace(text), true
		}
		end := strings.IndexByte(left[i:], ';')
		if end < 0 || entities.Replace(left[i:i+end+1]) == left[i:i+end+1] {
			return "", false
		}
		left = left[i+end+1:]
	}
}
