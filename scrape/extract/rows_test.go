package extract_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOptionsAreJoined reads the rows of the detail gateway, whose options stand in a second list.
func TestOptionsAreJoined(t *testing.T) {
	const frame = `{"errno":0,"data":{"item_detail":{"spu_list":[{"spu_name":"POCO F6","item_list":ITEMS}],
"specs_list":{"specs_list":[{"key":"Color"},{"key":"Size"}],"sku_list":SKUS}}}}`
	for _, tt := range []struct{ name, items, skus, want string }{
		{
			"in order", `[{"item_id":1},{"item_id":2}]`, `[{"item_id":2,"specs_item":["Black","8GB+256GB"]},{"item_id":1,"specs_item":["Titan","8GB+256GB"]}]`,
			"1 Color:Titan Size:8GB+256GB; 2 Color:Black Size:8GB+256GB",
		},
		{"number and text are one number", `[{"item_id":1}]`, `[{"item_id":"1","specs_item":["Black"]}]`, "1 Color:Black"},
		{"no line", `[{"item_id":1}]`, `[{"item_id":2,"specs_item":["Black"]}]`, "1"},
		{"of two lines the first", `[{"item_id":1}]`, `[{"item_id":1,"specs_item":["Black"]},{"item_id":1,"specs_item":["Green"]}]`, "1 Color:Black"},
		{"an empty word uses up its axis", `[{"item_id":1}]`, `[{"item_id":1,"specs_item":[""," 8GB+256GB "]}]`, "1 Size:8GB+256GB"},
		{"more words than axes", `[{"item_id":1}]`, `[{"item_id":1,"specs_item":["Black","8GB","NFC"]}]`, "1 Color:Black Size:8GB :NFC"},
		{"an item without a number joins nothing", `[{"item_id":0,"item_name":"x"}]`, `[{"item_id":0,"specs_item":["Black"]}]`, ""},
		{"options alone, where the shop sells nothing", `[]`, `[{"specs_item":["Black","8GB+256GB"]}]`, " Color:Black Size:8GB+256GB"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := read(t, answer(detailData, "application/json", strings.NewReplacer("ITEMS", tt.items, "SKUS", tt.skus).Replace(frame)))
			var rows []string
			for _, l := range r.Listings {
				for _, row := range l.Rows {
					words := []string{row.ID.Text}
					for _, o := range row.Options {
						words = append(words, o.Axis+":"+o.Word.Text)
					}
					rows = append(rows, strings.Join(words, " "))
				}
			}
			if d := cmp.Diff(tt.want, strings.Join(rows, "; ")); d != "" {
				t.Errorf("rows of %s %s (-want +got):\n%s", r.State, r.Reason, d)
			}
		})
	}
}

// TestLabelsAreToldByTheirPlace: two lines may carry one key, as where a page repeats its table for small screens.
func TestLabelsAreToldByTheirPlace(t *testing.T) {
	r := read(t, answer(boldSpecs, "text/html", `<span data-key="spec_1" class="f-bold">Battery</span><span data-key="spec_1">5000mAh</span>
<span data-key="spec_2" class="f-bold">Display</span><span data-key="spec_2">6.67"</span>`))
	var got []string
	for _, l := range r.Listings {
		for _, line := range specLines(l) {
			got = append(got, line[0]+"="+line[1])
		}
	}
	if d := cmp.Diff(`Battery=5000mAh Display=6.67"`, strings.Join(got, " ")); d != "" {
		t.Errorf("specs of %s %s (-want +got):\n%s", r.State, r.Reason, d)
	}
}
