package terminal

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReflow: what flows, what stands alone and what is never broken, at 34 columns.
func TestReflow(t *testing.T) {
	lines := func(all ...string) string { return strings.Join(all, "\n") }
	for _, tt := range []struct{ name, text, want string }{
		{"a paragraph flows", lines("A paragraph that is", "longer than the width."), lines("A paragraph that is longer than", "the width.")},
		{"and fills a line to the last column", "Thirty-four columns are as many as fit", lines("Thirty-four columns are as many as", "fit")},
		{"letters are counted, not bytes", "größer höher später öfter kürzer länger", lines("größer höher später öfter kürzer", "länger")},
		{"paragraphs keep apart", lines("One.", "", "", "Two."), lines("One.", "", "", "Two.")},
		{"a line that is indented is no part of a paragraph", lines("A paragraph", "  and a line"), lines("A paragraph", "  and a line")},
		{"nor is what follows it", lines("  a line", "A paragraph"), lines("  a line", "A paragraph")},
		{"indented lines stand alone", lines("  short", "  ab"), lines("  short", "  ab")},
		{"but a list that goes on", lines("  one, two, three,", "  four, five", "  six"), lines("  one, two, three, four, five", "  six")},
		{"and a list does not go on with a line of two columns", lines("  one, two,", "  three  four"), lines("  one, two,", "  three  four")},
		{"a paragraph may begin with our name, and has no columns", "pocomigrate  reads the pages of all the shops", lines("pocomigrate reads the pages of all", "the shops")},
		{"a second column flows in its place", lines("  key     a text that is longer", "          than the width of it", "  other   short"), lines("  key     a text that is longer", "          than the width of it", "  other   short")},
		{"and is filled", lines("  key     a text", "          in two lines"), lines("  key     a text in two lines")},
		{"what is indented in another way is another line", lines("  key     a text", "      of another"), lines("  key     a text", "      of another")},
		{"a second column without room goes below", "  a-file-with-quite-a-long-name  text", lines("  a-file-with-quite-a-long-name", "    text")},
		{"two thirds of the width leave room", "  a-file-of-eighteen  text and more", lines("  a-file-of-eighteen  text and", "                      more")},
		{"a word is never broken", "  key  https://www.po.co/uk/product/poco-f6/", "  key  https://www.po.co/uk/product/poco-f6/"},
		{"nor an example", "  echo 1 | pocomigrate parse price --lang de --currency EUR", "  echo 1 | pocomigrate parse price --lang de --currency EUR"},
		{"nor one of a shell", "  source completion.bash and-a-long-name-behind", "  source completion.bash and-a-long-name-behind"},
		{"an example keeps what is said beside it", "  pocomigrate map    maps again", "  pocomigrate map    maps again"},
		{"where there is room", "  pocomigrate scrape --sample   reads the sample, without a network", lines("  pocomigrate scrape --sample", "      reads the sample, without a", "      network")},
		{"and takes nothing of what is around it", lines("A paragraph", "  pocomigrate map", "that ends."), lines("A paragraph", "  pocomigrate map", "that ends.")},
		{"spaces at the end are none", lines("  pocomigrate map   ", "  key   "), lines("  pocomigrate map", "  key")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, Reflow(tt.text, 34)); d != "" {
				t.Errorf("Reflow(%q) (-want +got):\n%s", tt.text, d)
			}
		})
	}
}
