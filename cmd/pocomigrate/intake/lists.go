package intake

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog/addresses"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
)

// Lists reads the lists of old addresses in one file, - for stdin: one list, or one for each sheet of a workbook that holds
// addresses.
func Lists(stdin io.Reader, name string, o addresses.Options) ([]*addresses.List, error) {
	in := stdin
	if name == "-" {
		name = "standard input"
	} else {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close() //nolint:errcheck // read-only
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, addresses.MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) || !bytes.Contains(data, []byte("xl/workbook.xml")) {
		return addresses.Read(data, name, o)
	}
	return listsOfBook(data, name, o)
}

// listsOfBook reads every sheet of a workbook that holds addresses.
func listsOfBook(data []byte, name string, o addresses.Options) ([]*addresses.List, error) {
	book, err := xlsx.Read(bytes.NewReader(data), name)
	if err != nil {
		return nil, err
	}
	var lists []*addresses.List
	var without []string
	for _, s := range book.Sheets {
		if len(s.Rows) == 0 {
			continue
		}
		list, err := addresses.ReadSheet(s, name+" ("+s.Name+")", o)
		switch {
		case errors.Is(err, addresses.ErrNoAddresses):
			without = append(without, s.Name)
		case err != nil:
			return nil, err
		default:
			lists = append(lists, list)
		}
	}
	if len(lists) == 0 {
		return nil, fmt.Errorf("%s: none of its sheets holds addresses: %s; %w", name, strings.Join(without, ", "), addresses.ErrNoAddresses)
	}
	if len(without) > 0 {
		lists[0].Notes = append(lists[0].Notes, "beside it stand the sheets "+strings.Join(without, ", ")+", which hold no addresses")
	}
	return lists, nil
}
