package extract_test

import (
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// TestRefusalsAreToldByTheirWords: whatever the letter case and the markup between the words, and only where a refusal says
// it, near the beginning.
func TestRefusalsAreToldByTheirWords(t *testing.T) {
	const product = `<main><h1>POCO F6</h1></main>`
	for _, tt := range []struct {
		name, body, reason string
	}{
		{"as it is", `<p>You don't have permission to access "/" on this server.</p>`, "blocked"},
		{"other letters", `<P>YOU DON'T HAVE PERMISSION TO ACCESS this</P>`, "blocked"},
		{"accents", `<p>LA PAGE DEMANDÉE N'A PAS ÉTÉ TROUVÉE</p>`, "soft_404"},
		{"markup between", "<p>You don't\n  have <b>permission</b><br>to&#32;access</p>", "blocked"},
		{"behind a menu", strings.Repeat("<li>Phones and tablets</li>", 300) + `<p>You don't have permission to access</p>`, "blocked"},
		{"not seen", product + `<script>"you don't have permission to access"</script>`, "read"},
		{"in a late review", product + strings.Repeat("<p>good phone</p>", 3000) + `<p>it says you don't have permission to access</p>`, "read"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := read(t, answer(f6Page, "text/html; charset=utf-8", tt.body))
			if r.Reason != tt.reason || (r.State == catalog.Found) != (tt.reason == "read") {
				t.Errorf("reading = %s %s, want %s", r.State, r.Reason, tt.reason)
			}
		})
	}
}
