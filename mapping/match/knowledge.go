package match

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strings"
	"sync"
)

//go:embed data/grammar.csv data/aliases.csv
var tables embed.FS

// lore is what is known about the words of titles beside the catalogues themselves.
type lore struct {
	units    map[string]bool
	versions map[string]bool
	aliases  map[string][]alias // by the first word, longest first
}

// alias is a run of words and the words that they stand for.
type alias struct{ words, means []string }

// knowledge returns the built-in tables. A fault in them is one of the program, and tests find it.
var knowledge = sync.OnceValue(func() *lore {
	k := &lore{units: map[string]bool{}, versions: map[string]bool{}, aliases: map[string][]alias{}}
	for _, r := range rowsOfTable("data/grammar.csv") {
		switch r[1] {
		case "unit":
			k.units[r[0]] = true
		case "version":
			k.versions[r[0]] = true
		default:
			panic(fmt.Sprintf("data/grammar.csv: role %q of %q", r[1], r[0]))
		}
	}
	for _, r := range rowsOfTable("data/aliases.csv") {
		a := alias{strings.Fields(r[0]), strings.Fields(r[1])}
		list := k.aliases[a.words[0]]
		i := 0
		for i < len(list) && len(list[i].words) >= len(a.words) {
			i++
		}
		k.aliases[a.words[0]] = append(list[:i:i], append([]alias{a}, list[i:]...)...)
	}
	return k
})

func rowsOfTable(name string) [][]string {
	f, err := tables.Open(name)
	if err != nil {
		panic(err)
	}
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("%s: %v", name, err))
	}
	return rows[1:]
}

// withoutMeasures drops numbers with their units, numbers that are a version of something else, and sizes of memory.
func (k *lore) withoutMeasures(list []string) []string {
	var out []string
	for i := 0; i < len(list); i++ {
		w := list[i]
		number, unit := measure(w)
		next := ""
		if i+1 < len(list) {
			next = list[i+1]
		}
		switch {
		case memoryUnits[w]:
		case number != "" && (k.units[unit] || memoryUnits[unit]):
		case isNumber(w) && (memoryUnits[next] || k.units[next]):
			i++
		case isNumber(w) && i > 0 && k.versions[list[i-1]]:
		default:
			out = append(out, w)
		}
	}
	return out
}

// withAliases puts what words stand for in their place, the longest run first. What was put in is not looked at again.
func (k *lore) withAliases(list []string) []string {
	var out []string
	for i := 0; i < len(list); {
		n, means := k.aliasAt(list[i:])
		if n == 0 {
			out = append(out, list[i])
			i++
			continue
		}
		out = append(out, means...)
		i += n
	}
	return out
}

func (k *lore) aliasAt(list []string) (int, []string) {
	for _, a := range k.aliases[list[0]] {
		if len(a.words) > len(list) {
			continue
		}
		same := true
		for j, w := range a.words {
			same = same && list[j] == w
		}
		if same {
			return len(a.words), a.means
		}
	}
	return 0, nil
}
