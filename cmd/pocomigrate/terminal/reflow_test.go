package terminal

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReflow(t *testing.T) {
	text := "A paragraph that is\nlonger than the width.\n\n  pocomigrate scrape --sample   reads the sample, without a network\n" +
		"  echo 1 | pocomigrate parse price --lang de --currency EUR\n\n  key     a text that is longer\n          than the width\n  other   short\n  one, two, three,\n  four, five\n  ab\n  a-file-with-quite-a-long-name  text\n"
	want := "A paragraph that is longer than\nthe width.\n\n  pocomigrate scrape --sample\n      reads the sample, without a\n      network\n" +
		"  echo 1 | pocomigrate parse price --lang de --currency EUR\n\n  key     a text that is longer\n          than the width\n  other   short\n  one, two, three, four, five\n  ab\n  a-file-with-quite-a-long-name\n    text\n"
	if d := cmp.Diff(want, Reflow(text, 34)); d != "" {
		t.Errorf("reflow (-want +got):\n%s", d)
	}
}
