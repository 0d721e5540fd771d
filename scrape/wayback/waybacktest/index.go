package waybacktest

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// index answers a query of the CDX index: url, matchType exact and prefix, from, to, filter, limit, showResumeKey and
// resumeKey. Every row has the seven usual fields. Anything else that the index understands is ignored.
func (a *Archive) index(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	w.Header().Set("Content-Type", "text/plain;charset=UTF-8")
	filters, err := filtersOf(q["filter"])
	if err != nil {
		answer(w, r, http.StatusBadRequest, []byte(err.Error()+"\n"))
		return
	}
	after, err := url.QueryUnescape(q.Get("resumeKey"))
	if err != nil {
		answer(w, r, http.StatusBadRequest, []byte("resumeKey: "+err.Error()+"\n"))
		return
	}
	most := cmp.Or(a.Rows, 150_000)
	if limit, err := strconv.Atoi(q.Get("limit")); err == nil && limit > 0 {
		most = min(most, limit)
	}
	var b strings.Builder
	n, resume := 0, ""
	for _, l := range a.lines() {
		if l.place() < max(after, resume) || !matches(l, q) || slices.ContainsFunc(filters, func(f filter) bool { return !f.keeps(l) }) {
			continue
		}
		if resume != "" {
			b.WriteString("\n" + url.QueryEscape(resume) + "\n")
			break
		}
		b.WriteString(l.String() + "\n")
		if n++; n == most && q.Get("showResumeKey") == "true" {
			resume = next(l.place())
		} else if n == most {
			break
		}
	}
	answer(w, r, http.StatusOK, []byte(b.String()))
}

// place is where a row stands in the index.
func (l line) place() string { return l.key + " " + l.stamp }

// next returns the place after one, made as the archive makes it: by adding one to the last character.
func next(place string) string { return place[:len(place)-1] + string(place[len(place)-1]+1) }

// lines returns the whole index, sorted. A capture with the content of an earlier one of its address is a revisit.
func (a *Archive) lines() []line {
	var lines []line
	for i := range a.Captures {
		p := &a.Captures[i]
		lines = append(lines, line{
			key(p.URL), p.Time.UTC().Format(stamp), p.URL, cmp.Or(p.MediaType(), "unk"), strconv.Itoa(p.Status), digest(p.Body), len(p.Body),
		})
	}
	slices.SortStableFunc(lines, func(a, b line) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.stamp, b.stamp))
	})
	seen := map[string]string{}
	for i := range lines {
		l := &lines[i]
		if seen[l.key+l.digest] == l.status {
			l.media, l.status = "warc/revisit", "-"
			continue
		}
		seen[l.key+l.digest] = l.status
	}
	return lines
}

// matches says that a row is one of those asked for.
func matches(l line, q url.Values) bool {
	if to := q.Get("to"); to != "" && l.stamp[:min(len(to), len(l.stamp))] > to {
		return false
	}
	if l.stamp < q.Get("from") {
		return false
	}
	asked := q.Get("url")
	k := key("https://" + strings.TrimPrefix(strings.TrimPrefix(asked, "https://"), "http://"))
	if q.Get("matchType") != "prefix" {
		return l.key == k
	}
	if strings.HasSuffix(asked, "/") && !strings.HasSuffix(k, "/") {
		k += "/" // so the page of a folder is not below the folder
	}
	return strings.HasPrefix(l.key, k)
}

// filter is one condition on a field.
type filter struct {
	field   string
	pattern *regexp.Regexp
	not     bool
}

func filtersOf(texts []string) ([]filter, error) {
	var filters []filter
	for _, text := range texts {
		rest, not := strings.CutPrefix(text, "!")
		field, pattern, _ := strings.Cut(rest, ":")
		re, err := regexp.Compile("^(?:" + pattern + ")$")
		if err != nil {
			return nil, err
		}
		filters = append(filters, filter{field, re, not})
	}
	return filters, nil
}

func (f filter) keeps(l line) bool {
	value := map[string]string{"mimetype": l.media, "statuscode": l.status, "digest": l.digest, "original": l.original}[f.field]
	return f.pattern.MatchString(value) != f.not
}
