package diff

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
)

// jsonChange is the line of one change.
type jsonChange struct {
	Kind      string      `json:"kind"` // always "change"
	Type      Type        `json:"type"`
	Group     string      `json:"group"`
	Record    string      `json:"record"`
	Title     string      `json:"title"`
	Key       string      `json:"key"`
	OldKey    string      `json:"old_key,omitempty"`
	Ambiguous bool        `json:"ambiguous,omitempty"`
	Fields    []jsonField `json:"fields,omitempty"`
}

type jsonField struct {
	Name    string   `json:"name"`
	Old     string   `json:"old,omitempty"`
	New     string   `json:"new,omitempty"`
	Percent *float64 `json:"percent,omitempty"`
}

// jsonSummary is the last line.
type jsonSummary struct {
	Kind      string `json:"kind"` // always "summary"
	Differs   bool   `json:"differs"`
	Added     int    `json:"added"`
	Removed   int    `json:"removed"`
	Changed   int    `json:"changed"`
	Moved     int    `json:"moved"`
	Unknown   int    `json:"unknown"`
	Ambiguous int    `json:"ambiguous"`
	Old       int    `json:"old"`
	New       int    `json:"new"`
	Compared  int    `json:"compared"`
	EmptySide string `json:"empty_side,omitempty"`
}

// WriteJSON writes a result as JSON, one object a line, with its members in this order. First a line for each change, in
// the order of the result:
//
//	{"kind":"change","type":"changed","group":"po.co/uk","record":"variant","title":"POCO X6 Pro 8/256 Black",
//	 "key":"po.co/uk#item:1","fields":[{"name":"price","old":"32900 GBP","new":"29900 GBP","percent":-9.1185}]}
//
// where type is a [Type]; group, record (the record's kind), title and key are the record's; old_key is there for a moved
// record only; "ambiguous":true for an ambiguous one only. In fields, old or new is left out where that side has no such
// field, values are raw, and percent, rounded to four digits, is there for money of one currency only. The last line is
//
//	{"kind":"summary","differs":true,"added":0,"removed":0,"changed":1,"moved":0,"unknown":0,"ambiguous":0,
//	 "old":12,"new":12,"compared":12}
//
// with "empty_side":"old", "new" or "both" at its end where a side held no record. A file without this line was cut off.
// Members may be added in later versions; none is renamed. Errors are those of w.
func WriteJSON(w io.Writer, r Result) error {
	out := bufio.NewWriter(w)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	for _, c := range r.Changes {
		if err := lines.Encode(changeLine(c)); err != nil {
			return fmt.Errorf("write the changes as JSON: %w", err)
		}
	}
	err := lines.Encode(jsonSummary{
		Kind: "summary", Differs: r.Differs(),
		Added: r.Counts.Added, Removed: r.Counts.Removed, Changed: r.Counts.Changed, Moved: r.Counts.Moved,
		Unknown: r.Counts.Unknown, Ambiguous: r.Counts.Ambiguous,
		Old: r.Old, New: r.New, Compared: r.Compared, EmptySide: r.EmptySide(),
	})
	if err != nil {
		return fmt.Errorf("write the changes as JSON: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the changes as JSON: %w", err)
	}
	return nil
}

func changeLine(c Change) jsonChange {
	line := jsonChange{
		Kind: "change", Type: c.Type, Group: c.Group, Record: c.Kind, Title: c.Title, Key: c.Key, OldKey: c.OldKey,
		Ambiguous: c.Ambiguous,
	}
	for _, f := range c.Fields {
		field := jsonField{Name: f.Name, Old: f.Old, New: f.New}
		if percent, ok := f.Percent(); ok {
			field.Percent = new(rounded(percent))
		}
		line.Fields = append(line.Fields, field)
	}
	return line
}

// rounded returns a percentage with four digits after the point, so that a change by one cent is not lost.
func rounded(percent float64) float64 {
	percent = math.Round(percent*1e4) / 1e4
	if percent == 0 {
		return 0 // not -0
	}
	return percent
}
