package redirect

import (
	"fmt"
	"net/http"
	"slices"
)

// Judge says what is wrong with the way that an old address really takes. It returns false where nothing could be concluded
// about it, with the reason in the trace.
func (m *Map) Judge(r Rule, t Trace) ([]Finding, bool) {
	j := judgement{m: m, r: r, t: t}
	last, reached := t.last()
	switch {
	case !r.Answers(): // no server is given a rule for it
	case t.Loop:
		j.find("loop", Fault, "the way comes back to where it was: "+t.String())
	case t.Long:
		j.find("too-many-hops", Fault, fmt.Sprintf("more than %d redirects: %s", t.redirects()-1, t.String()))
	case reached && last.Unknown != "":
		if len(t.Hops) > 1 {
			j.way()
		}
		return j.out, false
	case r.State == Gone:
		j.gone()
	default:
		j.way()
		if reached {
			j.end(last)
		}
	}
	return j.out, true
}

// judgement collects what is wrong with one way.
type judgement struct {
	m   *Map
	r   Rule
	t   Trace
	out []Finding
}

func (j *judgement) find(id string, level Level, evidence string) {
	j.out = append(j.out, Finding{ID: id, Level: level, Address: j.r.From.URL(), Target: j.r.To, Evidence: evidence, Clicks: j.r.Clicks})
}

// gone judges the answer to an address that nothing takes the place of.
func (j *judgement) gone() {
	switch j.t.Hops[0].Answer.Status {
	case http.StatusGone:
	case http.StatusNotFound:
		j.find("gone-as-404", Warning, "410 says for good that nothing takes its place, 404 does not: "+j.t.String())
	default:
		j.find("not-gone", Fault, "nothing takes its place, so it should answer 410: "+j.t.String())
	}
}

// way judges the redirects from an address that something takes the place of.
func (j *judgement) way() {
	first := j.t.Hops[0]
	n := j.t.redirects()
	switch {
	case j.r.State == Gone:
		j.find("not-gone", Fault, "nothing takes its place, so it should answer 410: "+j.t.String())
		return
	case n == 0:
		j.find("not-redirected", Fault, fmt.Sprintf("it should lead on and answers %d: %s", first.Answer.Status, j.t.String()))
		return
	case !same(j.t.Final, j.r.To) && !j.passed(j.r.To):
		j.find("wrong-target", Fault, "it should lead to "+j.r.To+": "+j.t.String())
	}
	if permanent := []int{http.StatusMovedPermanently, http.StatusPermanentRedirect}; slices.Contains(permanent, j.r.Status) &&
		!slices.Contains(permanent, first.Answer.Status) {
		j.find("temporary", Warning, fmt.Sprintf("%d says that the old address will come back: %s", first.Answer.Status, j.t.String()))
	}
	if n > 1 {
		j.find("chain", Warning, fmt.Sprintf("%d redirects where one does: %s", n, j.t.String()))
	}
	j.out = append(j.out, j.m.target(j.r, j.t.Final, j.t.String())...)
}

// passed reports whether the way led over an address.
func (j *judgement) passed(address string) bool {
	return slices.ContainsFunc(j.t.Hops, func(h Hop) bool { return same(h.URL, address) })
}

// end judges the page at which a redirect ends.
func (j *judgement) end(last Answer) {
	switch {
	case j.t.redirects() == 0:
	case last.Missing != "":
		j.find("soft-404", Fault, "the page says that it does not exist ("+last.Missing+"): "+j.t.String())
	case last.Status >= http.StatusBadRequest:
		j.find("target-dead", Fault, fmt.Sprintf("it ends at %d: %s", last.Status, j.t.String()))
	}
}

// target judges where a redirect ends, by the address alone.
func (m *Map) target(r Rule, to, evidence string) []Finding {
	j := judgement{m: m, r: r}
	region, kind, isNew := m.shops.Place(to)
	at, err := ParseAddress(to)
	if err != nil {
		j.find("bad-target", Fault, fmt.Sprintf("%q is no address that a browser could follow: %s", to, evidence))
		return j.out
	}
	switch {
	case kind == Error:
		j.find("soft-404", Fault, "it ends at an error page: "+evidence)
	case (kind == Home || kind == Listing) && r.Kind != Home && r.Kind != Listing:
		if level, id := Fault, "soft-404"; r.Risk && same(to, r.To) {
			j.find("soft-404-risk", Warning, "a "+string(kind)+" page in place of a page of the kind "+string(r.Kind)+": "+evidence)
		} else {
			j.find(id, level, "a "+string(kind)+" page in place of a page of the kind "+string(r.Kind)+": "+evidence)
		}
	case r.Risk && same(to, r.To):
		j.find("soft-404-risk", Warning, "no equal of the old page: "+evidence)
	}
	if r.Region != "" && region != "" && region != r.Region && !m.policy.allowsRegion(r.Shop, at) {
		j.find("region-crossed", Fault, "a page for "+r.Region+" leads to one for "+region+": "+evidence)
	}
	if _, reason := m.shops.Old(to); !isNew && reason != "" && !m.policy.allowsHost(at.Host) {
		j.find("foreign-target", Fault, at.Host+" is no site of the new shops; a row of the kind host in the policy allows it: "+evidence)
	}
	return j.out
}
