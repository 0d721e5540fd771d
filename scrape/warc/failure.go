package warc

import (
	"errors"
	"fmt"
	"io"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// Failure writes that an address was asked and nothing was got.
func (w *Writer) Failure(f *scrape.FailedError) (Ref, error) {
	if f.Via == "" || f.Reason == "" {
		return Ref{}, fmt.Errorf("write metadata %s: a failure needs a page source and a reason, not %q and %q", f.URL, f.Via, f.Reason)
	}
	block := fmt.Sprintf("via: %s\r\nreason: %s\r\ndetail: %s\r\n", f.Via, oneLine(f.Reason), oneLine(f.Detail))
	if len(block) > maxHead {
		return Ref{}, fmt.Errorf("write metadata %s: %w", f.URL, &coding.LimitError{Over: errLongHead.Error()})
	}
	return w.write(Ref{kind: kindFailure}, &draft{
		kind: "metadata", url: f.URL, time: f.Time, contentType: warcFields, head: []byte(block), extra: []field{{viaField, f.Via}},
	})
}

// failure returns what our recorder noted of an address that it got nothing from.
func (a *Archive) failure(e *entry) error {
	reason, detail, err := e.failed()
	if err != nil {
		return a.index.damage(e, "record of a failure cannot be read", noEOF(err))
	}
	return &scrape.FailedError{URL: e.url, Time: e.time, Via: e.via, Reason: reason, Detail: detail}
}

func (e *entry) failed() (reason, detail string, err error) {
	b, err := e.open()
	if err != nil {
		return "", "", err
	}
	defer b.close()
	lines, err := io.ReadAll(io.LimitReader(b, maxHead+1))
	if err != nil {
		return "", "", err
	}
	if len(lines) > maxHead {
		return "", "", errLongHead
	}
	fields, _ := parseFields(lines)
	if reason = fields.Get("Reason"); reason == "" {
		return "", "", errors.New("it gives no reason")
	}
	return reason, fields.Get("Detail"), nil
}
