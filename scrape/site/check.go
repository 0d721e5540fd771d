package site

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/andybalholm/cascadia"
)

// check reports the faults that strict decoding cannot see and ties the page rules to their layouts.
func (p *Profile) check(layouts map[string]*Layout) error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	for _, must := range [][2]string{
		{"id", string(p.ID)}, {"name", p.Name}, {"lang", p.Lang}, {"product_url", p.ProductURL}, {"note", p.Note},
	} {
		if must[1] == "" {
			fault("%q is missing", must[0])
		}
	}
	if p.Role != Source && p.Role != Target {
		fault("role %q: it is %q or %q", p.Role, Source, Target)
	}
	if (p.Role == Source) != (len(p.Routes) > 0) {
		fault("routes: a source shop has some, a target shop none")
	}
	if p.Closed != "" {
		if _, err := time.Parse(time.DateOnly, p.Closed); err != nil {
			fault("closed %q: write it as 2024-12-31", p.Closed)
		}
	}
	if len(p.Start) == 0 || len(p.Pages) == 0 {
		fault("a shop needs at least one start address and one page rule")
	}
	for i := range p.Pages {
		if err := p.Pages[i].tie(layouts); err != nil {
			fault("page rule %q: %w", p.Pages[i].Match, err)
		}
	}
	return errors.Join(faults...)
}

func (r *PageRule) tie(layouts map[string]*Layout) error {
	switch r.Kind {
	case ListingPage, ProductPage, SpecsPage, BuyPage, DetailData, PriceData:
	default:
		return fmt.Errorf("kind %q is not known", r.Kind)
	}
	if len(r.Layouts) == 0 {
		return errors.New("it names no layout")
	}
	r.layouts = nil
	for _, name := range r.Layouts {
		l, ok := layouts[name]
		if !ok {
			return fmt.Errorf("layout %q does not exist", name)
		}
		r.layouts = append(r.layouts, l)
	}
	return nil
}

// check reports profiles that contradict one another.
func (s *Shops) check() []error {
	var faults []error
	for i, p := range s.profiles {
		if i > 0 && s.profiles[i-1].ID == p.ID {
			faults = append(faults, fmt.Errorf("shop %s: two profiles have this id", p.ID))
		}
		for _, r := range p.Routes {
			if target, ok := s.Shop(r.To); !ok || target.Role != Target {
				faults = append(faults, fmt.Errorf("shop %s: route to %q: no target shop has this id", p.ID, r.To))
			}
		}
	}
	return faults
}

func (l *Layout) check() error {
	var faults []error
	expression := func(what, text string) {
		if text == "" {
			return
		}
		if err := l.expression(text); err != nil {
			faults = append(faults, fmt.Errorf("%s %q: %w", what, text, err))
		}
	}
	rules := func(what string, rules []Rule) {
		for _, r := range rules {
			if (r.At == "") == (r.Query == "") {
				faults = append(faults, fmt.Errorf("%s: a rule has either at or query", what))
			}
			expression(what, r.At)
		}
	}
	switch l.Reader {
	case "html", "json", "json-ld":
	case "state":
		if l.Variable == "" {
			faults = append(faults, errors.New(`reader "state" needs a variable`))
		}
	default:
		faults = append(faults, fmt.Errorf("reader %q is not known", l.Reader))
	}
	if l.Note == "" {
		faults = append(faults, errors.New("note is missing"))
	}
	expression("needs", l.Needs)
	expression("empty", l.Empty)
	expression("error", l.Error)
	expression("each", l.Each)
	rules("slug", l.Slug)
	rules("links", l.Links)
	for _, field := range slices.Sorted(maps.Keys(l.Product)) {
		rules(string(field), l.Product[field])
	}
	for _, s := range l.Specs {
		for _, text := range []string{s.Each, s.Label, s.Value, s.Sequence} {
			expression("specs", text)
		}
	}
	for _, row := range l.Rows {
		expression("rows", row.Each)
		for _, field := range slices.Sorted(maps.Keys(row.Fields)) {
			rules(string(field), row.Fields[field])
		}
		for _, o := range row.Options {
			for _, text := range []string{o.At, o.Table, o.Key, o.Words, o.Axes} {
				expression("options", text)
			}
		}
	}
	return errors.Join(faults...)
}

// expression checks a selector or pointer, and keeps the compiled selector.
func (l *Layout) expression(text string) error {
	if l.Reader == "html" {
		s, err := cascadia.Compile(text)
		if l.selectors == nil {
			l.selectors = map[string]cascadia.Selector{}
		}
		l.selectors[text] = s
		return err
	}
	up, rest, _ := strings.Cut(text, "/")
	if up != "" {
		if _, err := strconv.ParseUint(up, 10, 8); err != nil {
			return errors.New("a JSON pointer begins with / or with a number of steps to go up")
		}
	}
	if strings.HasSuffix(rest, "/") {
		return errors.New("a JSON pointer has no final slash")
	}
	return nil
}
