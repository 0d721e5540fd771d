package site

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// check reports the faults that strict decoding cannot see and ties the page rules to their layouts.
func (p *Profile) check(layouts map[string]*Layout) []error {
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
	if p.ProductURL != "" && !strings.Contains(p.ProductURL, "{slug}") {
		fault("product_url %q: it has no {slug}, so that every product would have this address", p.ProductURL)
	}
	if len(p.Start) == 0 || len(p.Pages) == 0 {
		fault("a shop needs at least one start address and one page rule")
	}
	for i := range p.Pages {
		if err := errors.Join(p.Pages[i].tie(layouts, p.SpecLabels), p.Pages[i].Render.check(p.Pages)); err != nil {
			fault("page rule %q: %w", p.Pages[i].Match, err)
		}
	}
	if err := p.checkOther(); err != nil {
		faults = append(faults, err)
	}
	return faults
}

// tie finds the layouts of the rule, which read labels in the shop's words as well as in their own.
func (r *PageRule) tie(layouts map[string]*Layout, labels []string) error {
	switch r.Kind {
	case ListingPage, ProductPage, SpecsPage, BuyPage, DetailData, PriceData:
	default:
		return fmt.Errorf("kind %q is not known", r.Kind)
	}
	if len(r.Layouts) == 0 {
		return errors.New("it names no layout")
	}
	for _, name := range r.Layouts {
		l, ok := layouts[name]
		if !ok {
			return fmt.Errorf("layout %q does not exist", name)
		}
		r.layouts = append(r.layouts, l.labelled(labels))
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
