package diff

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
)

// ChangeLine is the line of one change, as [WriteJSON] writes it.
type ChangeLine struct {
	Kind      string      `json:"kind"` // always "change"
	Type      Type        `json:"type"`
	Group     string      `json:"group"`
	Record    string      `json:"record"`
	Title     string      `json:"title"`
	Key       string      `json:"key"`
	OldKey    string      `json:"old_key,omitempty"`
	Ambiguous bool        `json:"ambiguous,omitempty"`
	Reread    bool        `json:"reread,omitempty"`
	Fields    []FieldLine `json:"fields,omitempty"`
}

// FieldLine is a field within a [ChangeLine].
type FieldLine struct {
	Name    string   `json:"name"`
	Old     string   `json:"old,omitempty"`
	New     string   `json:"new,omitempty"`
	Percent *float64 `json:"percent,omitempty"`
}

// FindingLine is the line of one finding.
type FindingLine struct {
	Kind     string `json:"kind"` // always "finding"
	Level    Level  `json:"level"`
	Rule     string `json:"rule"`
	What     string `json:"what"`
	Group    string `json:"group,omitempty"`
	Key      string `json:"key,omitempty"`
	Field    string `json:"field,omitempty"`
	Text     string `json:"text,omitempty"`
	Accepted string `json:"accepted,omitempty"`
}

// SummaryLine is the last line.
type SummaryLine struct {
	Kind      string   `json:"kind"` // always "summary"
	Differs   bool     `json:"differs"`
	Added     int      `json:"added"`
	Removed   int      `json:"removed"`
	Changed   int      `json:"changed"`
	Moved     int      `json:"moved"`
	Unknown   int      `json:"unknown"`
	Ambiguous int      `json:"ambiguous"`
	Old       int      `json:"old"`
	New       int      `json:"new"`
	Compared  int      `json:"compared"`
	EmptySide string   `json:"empty_side,omitempty"`
	Errors    int      `json:"errors"`
	Warnings  int      `json:"warnings"`
	Infos     int      `json:"infos"`
	Ignored   int      `json:"ignored"`
	Accepted  int      `json:"accepted"`
	Same      bool     `json:"same_snapshot,omitempty"`
	Notes     []string `json:"notes,omitempty"`
}

// WriteJSON writes a report as JSON, one object a line, with its members in this order. First a line for each change, a
// [ChangeLine], in the order of the result:
//
//	{"kind":"change","type":"changed","group":"po.co/uk","record":"variant","title":"POCO X6 Pro 8/256 Black",
//	 "key":"po.co/uk#item:1","fields":[{"name":"price","old":"32900 GBP","new":"29900 GBP","percent":-9.1185}]}
//
// where type is a [Type]; group, record (the record's kind), title and key are the record's; old_key is there for a moved
// record only; "ambiguous":true and "reread":true where they hold. In fields, old or new is left out where that side has
// no such field, values are raw, and percent, rounded to four digits, is there for money of one currency only. Then a line
// for each [Finding], in the order of the report:
//
//	{"kind":"finding","level":"warning","rule":"price-changed","what":"variant-changed","group":"po.co/uk",
//	 "key":"po.co/uk#item:1","field":"price"}
//
// with text in place of key and field for a measure, and accepted, the reason, where the baseline accepts it. The last
// line is
//
//	{"kind":"summary","differs":true,"added":0,"removed":0,"changed":1,"moved":0,"unknown":0,"ambiguous":0,
//	 "old":12,"new":12,"compared":12,"errors":0,"warnings":1,"infos":0,"ignored":0,"accepted":0}
//
// where the counts from errors to ignored leave accepted findings out; with "empty_side":"old", "new" or "both" where a
// side held no record, "same_snapshot":true, and notes. A file without this line was cut off. Members may be added in
// later versions; none is renamed. Errors are those of w.
func WriteJSON(w io.Writer, r Report) error {
	out := bufio.NewWriter(w)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	if err := cmp.Or(writeJSON(lines, r), out.Flush()); err != nil {
		return fmt.Errorf("write the changes as JSON: %w", err)
	}
	return nil
}

func writeJSON(lines *json.Encoder, r Report) error {
	for _, c := range r.Changes {
		if err := lines.Encode(changeLine(c)); err != nil {
			return err
		}
	}
	for _, f := range r.Findings {
		if err := lines.Encode(FindingLine{"finding", f.Level, f.Rule, f.Kind, f.Group, f.Key, f.Field.Name, f.Text, f.Accepted}); err != nil {
			return err
		}
	}
	return lines.Encode(SummaryLine{
		Kind: "summary", Differs: r.Differs(),
		Added: r.Counts.Added, Removed: r.Counts.Removed, Changed: r.Counts.Changed, Moved: r.Counts.Moved,
		Unknown: r.Counts.Unknown, Ambiguous: r.Counts.Ambiguous,
		Old: r.Old, New: r.New, Compared: r.Compared, EmptySide: r.EmptySide(),
		Errors: r.At(Error), Warnings: r.At(Warning), Infos: r.At(Info), Ignored: r.At(Ignore), Accepted: r.Accepted(),
		Same: r.Same, Notes: r.Notes,
	})
}

func changeLine(c Change) ChangeLine {
	line := ChangeLine{
		Kind: "change", Type: c.Type, Group: c.Group, Record: c.Kind, Title: c.Title, Key: c.Key, OldKey: c.OldKey,
		Ambiguous: c.Ambiguous, Reread: c.Reread,
	}
	for _, f := range c.Fields {
		field := FieldLine{Name: f.Name, Old: f.Old, New: f.New}
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
