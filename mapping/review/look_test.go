package review_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// look writes how the sheets of a book are laid out, and what stands out in their rows.
func look(b table.Book) string {
	looks := map[table.Look]string{table.Calm: "calm", table.Notice: "notice", table.Alarm: "alarm", table.Done: "done"}
	roles := map[table.Role]string{table.ForInput: ", to be filled in", table.ForProgram: ", for the program"}
	var out strings.Builder
	for _, s := range b.Sheets {
		fmt.Fprintf(&out, "=== %s: frozen %d, report %v, hidden %v\n", s.Name, s.Frozen, s.Report, s.Hidden)
		for _, c := range s.Columns {
			fmt.Fprintf(&out, "%s: %d wide%s", c.Header, c.Width, roles[c.Role])
			if c.Wrap {
				out.WriteString(", wrapped")
			}
			if len(c.Choices) > 0 {
				out.WriteString(", one of " + strings.Join(c.Choices, " "))
			}
			if c.ChoicesFrom != nil {
				fmt.Fprintf(&out, ", from %+v", *c.ChoicesFrom)
			}
			out.WriteString("\n")
		}
		for _, r := range s.Rules {
			fmt.Fprintf(&out, "- %s %q is %s, the whole row %v\n", r.Column, r.Equals, looks[r.Look], r.Row)
		}
		for _, c := range s.Charts {
			fmt.Fprintf(&out, "- chart %q of %s by %s\n", c.Title, strings.Join(c.Series, ", "), c.Category)
		}
		for i, row := range rowsOf(s) {
			for j, c := range row {
				if c.Rich != nil && len(c.Rich.Marks) > 0 && s.Name == review.SheetReview {
					fmt.Fprintf(&out, "- row %d, %s: %q stand out\n", i+1, s.Columns[j].Header, c.Rich.Marks)
				}
			}
		}
	}
	return out.String()
}

// TestLook: what people see beside the words: what is wrapped, frozen and coloured, what can be chosen, and what stands out.
func TestLook(t *testing.T) {
	in := sample()
	in.Mappings[0].Status, in.Mappings[0].RunnerUp = mapping.NeedsReview, &mapping.Candidate{Reason: "colour differs: gold against black"}
	in.Mappings[0].Evidence = []mapping.Evidence{{Attribute: "color", Level: mapping.Missing, Source: "black"}}
	in.Mappings[3].RunnerUp.Reason = "storage differs: 128 GB against 256 GB; RAM differs: 6 GB against 8 GB; colour differs: Bronzé against gold"
	golden := filepath.Join("testdata", "look.txt")
	got := look(review.Book(in))
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the book looks otherwise than %s (-want +got):\n%s", golden, diff)
	}
}
