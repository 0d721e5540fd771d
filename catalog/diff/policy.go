package diff

import (
	_ "embed" // the shipped policy
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog/glob"
)

// Policy says how grave each finding is: the first of its rules that fits a finding decides. A finding that no rule fits
// is a [Warning], so that a new kind of change is seen. The zero Policy has no rules.
type Policy struct{ rules []Rule }

// Rule is one line of a policy.
type Rule struct {
	ID    string // stable name of the reason; several lines may share it
	Kind  string // pattern of the finding's kind, in which * stands for any characters
	Shop  string // pattern of the record's group
	Field string // pattern of the field's name; empty fits findings of whole records only
	Over  Threshold
	Level Level
	Why   string // for people
}

//go:embed policy.csv
var shippedPolicy string

// ShippedPolicy returns the text of the policy that holds where the user names none.
func ShippedPolicy() string { return shippedPolicy }

// policyColumns is the header that a policy must have.
var policyColumns = []string{"id", "kind", "shop", "field", "over", "level", "why"}

// ReadPolicy reads a policy: a CSV file with the columns id, kind, shop, field, over, level and why, whose rules are tried
// in the order of the file. Name stands in its errors, which name the line and what is wrong with it. Empty lines and
// lines that begin with # are passed over. The order of the columns is fixed.
func ReadPolicy(r io.Reader, name string) (Policy, error) {
	var p Policy
	err := readTable(r, name, policyColumns, func(_ int, cells []string) error {
		rule, err := parseRule(cells)
		p.rules = append(p.rules, rule)
		return err
	})
	if err != nil {
		return Policy{}, err
	}
	return p, nil
}

func parseRule(cells []string) (rule Rule, err error) {
	rule = Rule{ID: cells[0], Kind: cells[1], Shop: cells[2], Field: cells[3], Why: cells[6]}
	if rule.ID == "" || rule.Kind == "" || rule.Shop == "" {
		return rule, errors.New("id, kind and shop must not be empty; * stands for any kind or shop")
	}
	if rule.Over, err = ParseThreshold(cells[4]); err != nil {
		return rule, err
	}
	rule.Level, err = ParseLevel(cells[5])
	return rule, err
}

// readTable reads a CSV file with a fixed header and hands the cells of each line to row.
func readTable(r io.Reader, name string, columns []string, row func(line int, cells []string) error) error {
	in := csv.NewReader(r)
	in.Comment = '#'
	in.FieldsPerRecord = len(columns)
	for first := true; ; first = false {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) && !first {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		line, _ := in.FieldPos(0)
		if first {
			cells[0] = strings.TrimPrefix(cells[0], "\ufeff")
			if !slices.Equal(cells, columns) {
				return fmt.Errorf("%s:%d: want the columns %s", name, line, strings.Join(columns, ","))
			}
			continue
		}
		if err := row(line, cells); err != nil {
			return fmt.Errorf("%s:%d: %w", name, line, err)
		}
	}
}

// decide returns the rule for a finding.
func (p Policy) decide(f Finding) (id string, level Level) {
	for _, r := range p.rules {
		if glob.Match(r.Kind, f.Kind) && glob.Match(r.Shop, f.Group) && glob.Match(r.Field, f.Field.Name) && r.Over.exceeded(f) {
			return r.ID, r.Level
		}
	}
	return "no-rule", Warning
}

// Threshold is by how much a value must have changed for a rule to fit. The zero Threshold always fits.
type Threshold struct {
	set     bool
	sign    int // −1: fell, +1: rose, 0: either
	amount  float64
	percent bool
}

// ParseThreshold reads "5%" (changed by more than 5 per cent), "-30%" (fell by more), "+50%" (rose by more), "0.05" (a
// number that changed by more than 0.05, with or without a sign), or "" for any change at all.
func ParseThreshold(text string) (Threshold, error) {
	t := Threshold{set: text != ""}
	if !t.set {
		return t, nil
	}
	number := text
	switch number[0] {
	case '-':
		t.sign, number = -1, number[1:]
	case '+':
		t.sign, number = 1, number[1:]
	}
	number, t.percent = strings.CutSuffix(number, "%")
	amount, err := strconv.ParseFloat(number, 64)
	if err != nil || amount < 0 || math.IsNaN(amount) || math.IsInf(amount, 0) || number[0] == '+' || number[0] == '-' {
		return t, fmt.Errorf("over %q: want a number or a percentage, as 0.05, 5%%, -30%% or +50%%", text)
	}
	t.amount = amount
	return t, nil
}

// exceeded reports whether a finding changed by more than the threshold. A finding that cannot be measured so does not.
func (t Threshold) exceeded(f Finding) bool {
	if !t.set {
		return true
	}
	by, ok := f.by(t.percent)
	if !ok || t.sign < 0 && by > 0 || t.sign > 0 && by < 0 {
		return false
	}
	return math.Abs(by) > t.amount+1e-9
}
