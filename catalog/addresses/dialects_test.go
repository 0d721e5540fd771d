package addresses_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/addresses"
)

var update = flag.Bool("update", false, "rewrite what is read from the lists")

// TestDialects reads a list of every dialect and compares what is read with the file .want beside it. The header lines are
// those that the tools write; the rows are made up of the sample's addresses. Lists without a host are read twice, without
// --host and with it.
func TestDialects(t *testing.T) {
	files, err := filepath.Glob("testdata/dialects/*")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		if filepath.Ext(file) == ".want" {
			continue
		}
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := shown(addresses.Read(data, name, addresses.Options{Canonical: canonical}))
			if strings.Contains(got, "--host") {
				got += "with a host:\n" + shown(addresses.Read(data, name, addresses.Options{Canonical: canonical, Host: "www.po.co"}))
			}
			want := file + ".want"
			if *update {
				if err := os.WriteFile(want, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			text, err := os.ReadFile(want)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(text), got); d != "" {
				t.Errorf("%s (-want +got):\n%s", want, d)
			}
		})
	}
}

// canonical stands for what the program takes for one page: scheme, www. and tracking apart.
func canonical(address string) string {
	if strings.HasPrefix(address, "//") {
		address = "https:" + address
	}
	address, _, _ = strings.Cut(address, "#")
	base, query, _ := strings.Cut(address, "?")
	for _, junk := range []string{"utm_", "srsltid", "pc_hash"} {
		if strings.HasPrefix(query, junk) {
			address = base
		}
	}
	return strings.Replace(strings.Replace(address, "http:", "https:", 1), "//www.", "//", 1)
}

// shown writes out lists for people to compare.
func shown(lists []*addresses.List, err error) string {
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	var b strings.Builder
	for _, l := range lists {
		fmt.Fprintf(&b, "%s: %s, counts %q, period %q, %d rows, %d in all\n", l.Name, l.Format, l.Unit, l.Period, l.Rows, l.Total())
		for _, e := range l.Entries {
			count := "not stated"
			if e.Counted {
				count = strconv.FormatInt(e.Count, 10)
			}
			fmt.Fprintf(&b, "%4d %s = %s: %s\n", e.Line, e.Address, e.Canonical, count)
		}
		for _, i := range l.Ignored {
			fmt.Fprintf(&b, "ignored: %d %s, %d, first %s\n", i.Rows, i.Reason, i.Count, i.First)
		}
		if len(l.Unknown) > 0 {
			fmt.Fprintf(&b, "unknown: %s\n", strings.Join(l.Unknown, ", "))
		}
		for _, n := range l.Notes {
			fmt.Fprintf(&b, "note: %s\n", n)
		}
	}
	return b.String()
}
