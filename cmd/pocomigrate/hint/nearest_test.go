package hint

import "testing"

func TestNearest(t *testing.T) {
	known := []string{"csv", "xlsx", "jsonl", "bash", "html", "po.co/uk", "po.co/fr", "New on mi.com", "Catalogue", "item_group_id", "--sample"}
	for word, want := range map[string]string{
		"cvs": "csv", "xslx": "xlsx", "josnl": "jsonl", "jsno": "", "bahs": "bash", "yaml": "", "pdf": "", "": "",
		"po.co/u": "po.co/uk", "po.co/xx": "po.co/uk", "Po.Co/FR": "po.co/fr", "new on mi": "", "catalog": "Catalogue", "item_grup_id": "item_group_id",
		"--smaple": "--sample", "quite another word": "",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"abcd", "badc", 2}, {"kitten", "sitting", 3}, {"ab", "ba", 1}, {"abc", "xabc", 1}} {
		if got := editDistance(tt.a, tt.b); got != tt.want {
			t.Errorf("editDistance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

// TestOneOf: all that a word could be, and before that the one that was probably meant.
func TestOneOf(t *testing.T) {
	known := []string{"csv", "xlsx"}
	for word, want := range map[string]string{
		"cvs":  "did you mean csv? It is one of csv, xlsx",
		"yaml": "it is one of csv, xlsx",
	} {
		if got := OneOf(word, known); got != want {
			t.Errorf("OneOf(%q) = %q, want %q", word, got, want)
		}
	}
}
