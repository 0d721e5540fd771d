package addresses

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// MaxFile is how large a list may be, in bytes, packed or not: a million rows of an access log.
const MaxFile = 256 << 20

// ErrNoAddresses says that a list was read and no column of it could be told to hold the addresses.
var ErrNoAddresses = errors.New("say what each column holds with --columns url,clicks,- (from the left, - for any other)")

// Read reads the lists in a file: one, or in the case of a ZIP file as many as hold addresses. The name stands in places
// and errors. Workbooks are for [ReadSheet].
func Read(data []byte, name string, o Options) ([]*List, error) {
	if err := o.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(data) > MaxFile {
		return nil, fmt.Errorf("%s: larger than %d MiB; part it by host or month, several lists may be given", name, MaxFile>>20)
	}
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readZip(data, name, o)
	case bytes.HasPrefix(data, []byte{0x1f, 0x8b}):
		text, err := unpacked(gzipReader(data), MaxFile)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		data = text
	}
	l, err := readText(data, name, o)
	if err != nil {
		return nil, err
	}
	return []*List{l}, nil
}

// check refuses a host that is none.
func (o *Options) check() error {
	if o.Host != "" && !hostName.MatchString(o.Host) {
		return fmt.Errorf("host %q: write it as www.po.co, without scheme and path", o.Host)
	}
	return nil
}

func gzipReader(data []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return gzip.NewReader(bytes.NewReader(data)) }
}

// unpacked reads all of what open returns, and no more than there is room for in what a list may hold.
func unpacked(open func() (io.ReadCloser, error), room int) ([]byte, error) {
	r, err := open()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(r, int64(room)+1))
	err = errors.Join(err, r.Close())
	if err == nil && len(data) > room {
		err = fmt.Errorf("larger than %d MiB unpacked", MaxFile>>20)
	}
	return data, err
}

// readZip reads the lists of an archive, such as the one of Search Console: of its tables only Pages.csv holds addresses.
func readZip(data []byte, name string, o Options) ([]*List, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var lists []*List
	var without []string
	room := MaxFile
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		text, err := unpacked(f.Open, room)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", name, f.Name, err)
		}
		room -= len(text)
		l, err := readText(text, name+" ("+f.Name+")", o)
		switch {
		case errors.Is(err, ErrNoAddresses):
			without = append(without, f.Name)
		case err != nil:
			return nil, err
		default:
			lists = append(lists, l)
		}
	}
	if len(lists) == 0 {
		return nil, fmt.Errorf("%s: none of its files holds addresses: %s; %w", name, strings.Join(without, ", "), ErrNoAddresses)
	}
	if len(without) > 0 {
		lists[0].Notes = append(lists[0].Notes, "beside it stand "+strings.Join(without, ", ")+", which hold no addresses")
	}
	return lists, nil
}

// text returns a file as UTF-8 without a byte order mark. UTF-16 is read where it has one.
func text(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		data = fromUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		data = fromUTF16(data[2:], binary.BigEndian)
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return "", errors.New("is no text in UTF-8; save the list as plain text, CSV or .xlsx")
	}
	return string(data), nil
}

func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	words := make([]uint16, len(data)/2)
	for i := range words {
		words[i] = order.Uint16(data[2*i:])
	}
	return []byte(string(utf16.Decode(words)))
}

func readText(data []byte, name string, o Options) (*List, error) {
	all, err := text(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	l := &List{Name: name, Period: period(all), digest: sha256.Sum256(data)}
	if isLog(all) && len(o.Columns) == 0 {
		return l, l.readLog(all, o)
	}
	if m := fieldsLine.FindStringSubmatch(all); m != nil && len(o.Columns) == 0 && strings.Contains(strings.ToLower(m[1]), "cs-uri-stem") {
		return l, l.readW3C(all, m[1], o)
	}
	rows, note, err := records(all, name)
	if err != nil {
		return nil, err
	}
	if note != "" {
		l.Notes = append(l.Notes, note)
	}
	return l, l.read(rows, o)
}

// ReadSheet reads a list from a sheet of a workbook.
func ReadSheet(s table.Sheet, name string, o Options) (*List, error) {
	if err := o.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	rows := sheetRecords(s)
	sum := sha256.New()
	for _, r := range rows {
		fmt.Fprintf(sum, "%d %q\n", r.line, r.cells)
	}
	l := &List{Name: name, digest: [sha256.Size]byte(sum.Sum(nil))}
	return l, l.read(rows, o)
}

// read takes the rows of all tables in the list that hold addresses.
func (l *List) read(all []record, o Options) error {
	if len(all) == 0 {
		return fmt.Errorf("%s: empty", l.Name)
	}
	var without error
	tables := 0
	for _, g := range grids(all) {
		lay, err := g.layout(o)
		if err != nil {
			if without == nil {
				without = fmt.Errorf("%s: %w; %w", l.Name, err, ErrNoAddresses)
			}
			l.leave(g, OtherTable)
			continue
		}
		tables++
		if err := l.take(g, lay, o); err != nil {
			return err
		}
	}
	if tables == 0 {
		return without
	}
	if l.Rows == 1000 {
		l.Notes = append(l.Notes, "it has exactly 1,000 rows, where Search Console cuts what it exports; the tail may be missing")
	}
	return nil
}

// leave counts the rows of a table as ignored.
func (l *List) leave(g grid, reason string) {
	for _, r := range slices.Concat(g.above, g.rows) {
		l.ignore(reason, r.line, r.text(), 0)
	}
}

// take reads the rows of a table.
func (l *List) take(g grid, lay layout, o Options) error {
	if l.Unit != "" && lay.unit != "" && l.Unit != lay.unit {
		return fmt.Errorf("%s: its tables count different things, %s and %s; give each a file of its own", l.Name, l.Unit, lay.unit)
	}
	l.Format, l.Unknown = lay.format, append(l.Unknown, lay.unknown...)
	if lay.unit != "" {
		l.Unit = lay.unit
	}
	if lay.note != "" {
		l.Notes = append(l.Notes, lay.note)
	}
	for _, r := range g.above {
		l.ignore(AboveHeader, r.line, r.text(), 0)
	}
	t := taking{list: l, layout: lay, options: o, width: len(g.header.cells)}
	for _, r := range g.rows {
		t.column.see(r.cell(lay.count))
	}
	for _, r := range g.rows {
		t.row(r)
	}
	return t.end()
}
