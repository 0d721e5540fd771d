package coding_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// TestMemberTellsWhereItEnds reads members that lie one after another, each from where the one before ended.
func TestMemberTellsWhereItEnds(t *testing.T) {
	t.Parallel()
	parts := []string{"one", "", strings.Repeat("two and more of it, ", 9000), "three"}
	var data []byte
	for _, part := range parts {
		data = coding.AppendGzip(data, []byte(part))
	}
	at := int64(0)
	for _, want := range parts {
		m, err := coding.OpenMember(bytes.NewReader(data[at:]))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(m); err != nil || string(got) != want {
			t.Errorf("member at %d reads as %.40q, %v, want %.40q", at, got, err, want)
		}
		at += m.Length()
		m.Close()
	}
	if at != int64(len(data)) {
		t.Errorf("the members end at %d, want %d", at, len(data))
	}
}

// TestMemberNoticesWhatIsCut cuts a member at every byte.
func TestMemberNoticesWhatIsCut(t *testing.T) {
	t.Parallel()
	data := coding.AppendGzip(nil, []byte("a short member"))
	for n := range data {
		m, err := coding.OpenMember(bytes.NewReader(data[:n]))
		if err == nil {
			_, err = io.Copy(io.Discard, m)
			m.Close()
		}
		if !errors.Is(err, io.ErrUnexpectedEOF) && (n > 0 || !errors.Is(err, io.EOF)) {
			t.Errorf("a member cut after %d of %d bytes: error %v", n, len(data), err)
		}
	}
}
