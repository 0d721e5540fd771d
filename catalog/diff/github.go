package diff

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// maxAnnotations is how many annotations GitHub shows of one step and level; more are dropped without a word.
const maxAnnotations = 10

// maxNamed is how many lines an annotation quotes before it only counts.
const maxNamed = 5

// WriteAnnotations writes a report as commands that GitHub Actions shows as annotations: one for each level and rule, the
// gravest first, at most ten in all, of which the last says what the others leave out; then the line that sums up.
// Findings under the level from are left out. Errors are those of w.
func WriteAnnotations(w io.Writer, r Report, from Level, format Format) error {
	out := bufio.NewWriter(w)
	var rules [][]cluster
	for _, c := range r.clusters(from, format) {
		f := c.first()
		if n := len(rules); n > 0 && rules[n-1][0].first().Rule == f.Rule && rules[n-1][0].first().Level == f.Level {
			rules[n-1] = append(rules[n-1], c)
			continue
		}
		rules = append(rules, []cluster{c})
	}
	for i, rule := range rules {
		f := rule[0].first()
		if i == maxAnnotations-1 && len(rules) > maxAnnotations {
			annotate(out, f.Level, "more changes", furtherRules(rules[i:]))
			break
		}
		annotate(out, f.Level, f.Rule, quoted(rule, format))
	}
	fmt.Fprintln(out, r.Summary())
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the annotations: %w", err)
	}
	return nil
}

// quoted returns the first lines of a rule's clusters, and how many there are more.
func quoted(rule []cluster, format Format) string {
	var lines []string
	for _, c := range rule[:min(len(rule), maxNamed)] {
		line := strings.TrimSpace(c.name() + "  " + c.told(format) + " " + c.where())
		if f := c.first(); len(c.findings) == 1 && !f.isMeasure {
			line += "  " + visible(f.Key)
		}
		lines = append(lines, line)
	}
	if more := len(rule) - maxNamed; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// furtherRules names the rules that have no annotation of their own.
func furtherRules(rules [][]cluster) string {
	var names []string
	for _, rule := range rules {
		n := 0
		for _, c := range rule {
			n += len(c.findings)
		}
		f := rule[0].first()
		names = append(names, fmt.Sprintf("%s (%s): %d", visible(f.Rule), f.Level, n))
	}
	return strings.Join(names, "\n")
}

// annotate writes one workflow command.
func annotate(w io.Writer, l Level, title, message string) {
	name := "notice"
	switch l {
	case Error:
		name = "error"
	case Warning:
		name = "warning"
	case Info, Ignore:
	}
	fmt.Fprintf(w, "::%s title=%s::%s\n", name, property.Replace(title), command.Replace(message))
}

// The escapes of workflow commands, as the runner undoes them.
var (
	command  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
