package match

import (
	"slices"
	"strconv"
	"strings"
)

// Where only one size up to 24 GB is stated, without the word RAM, it may be either: phones of 2010 to 2016 came with 8 and
// 16 GB of storage, those of today with as much RAM.
const (
	leastStorage = 8
	mostRAM      = 24
)

// sizes returns RAM and storage in gigabytes as a title states them. Of several sizes without a word the greatest is
// storage; lone says that there is only one and it might be RAM as well.
func sizes(title string) (ram, storage int, lone bool) {
	var open []int
	list := splitTitle(title)
	spoken := -1 // the word RAM or ROM that belongs to the size before it
	for i := range list {
		gb, width := sizeWord(list, i)
		if gb == 0 {
			continue
		}
		before, after := "", ""
		if i > 0 && i-1 != spoken {
			before = list[i-1]
		}
		if i+width < len(list) {
			after = list[i+width]
		}
		if next, _ := sizeWord(list, i+width+1); next > 0 && (before == "ram" || before == "rom") {
			after = "" // it speaks of the size behind it: "RAM 4GB ROM 64GB"
		}
		switch {
		case after == "ram" || strings.HasSuffix(list[i], "ram") || before == "ram" && after != "rom":
			ram = gb
		case after == "rom" || before == "rom":
			storage = gb
		default:
			open = append(open, gb)
		}
		if after == "ram" || after == "rom" {
			spoken = i + width
		}
	}
	slices.Sort(open)
	open = slices.Compact(open)
	if n := len(open); n > 0 && storage == 0 && (open[n-1] >= leastStorage || ram > 0) {
		lone = n == 1 && ram == 0 && open[0] <= mostRAM
		storage, open = open[n-1], open[:n-1]
	}
	if len(open) > 0 && ram == 0 {
		ram = open[len(open)-1]
	}
	return ram, storage, lone
}

// sizeWord reads the size at word i: "64gb", "64 gb", "1tb". Width is how many words it takes.
func sizeWord(list []string, i int) (gb, width int) {
	if i >= len(list) {
		return 0, 0
	}
	number, unit := measure(list[i])
	width = 1
	if number == "" && isNumber(list[i]) && i+1 < len(list) {
		number, unit, width = list[i], list[i+1], 2
	}
	n, err := strconv.Atoi(strings.TrimSuffix(number, ".0"))
	if err != nil || n <= 0 || n > 4096 || unit == "rom" {
		return 0, 0
	}
	switch unit {
	case "gb", "go", "гб", "ram":
		return n, width
	case "tb", "тб", "to":
		return n * 1024, width
	}
	return 0, 0
}
