package normalize

import (
	"slices"
	"strconv"
	"strings"
)

// Sizes in gigabytes that phones and tablets are sold with (poco-models: RAM 2–16, storage 32–1024; the others leave room
// for models to come). A number that is none of them is no memory: 15 and 265 are typing errors of shops.
var (
	ramSizes     = []int{1, 2, 3, 4, 6, 8, 10, 12, 16, 18, 24}
	storageSizes = []int{32, 64, 128, 256, 512, 1024, 2048}
)

// Memory returns the RAM and the storage that a text states, in GB (1 TB = 1024), 0 for a part that it does not. Every
// form of the shops is read: "8GB+256GB", "8/256", "8 Go + 256 Go", "256GB 8RAM", "16GB+1TB". The order does not count:
// sizes up to 24 are RAM, from 32 on storage. Two numbers without any unit are memory only when joined by a sign; a
// single one never is. Inches, mAh, watts, hertz and pixels are left alone. A part stated twice with different values is
// not known. Ok says that at least one part is.
func (v *Vocabulary) Memory(text string) (ram, storage int, ok bool) {
	m := v.readMemory(v.titleTokens(Clean(text)))
	return m.ram, m.storage, m.ram > 0 || m.storage > 0
}

// memory is what the tokens of a text say about it.
type memory struct {
	ram, storage             int
	ramClash, storageClash   bool
	ramStated, storageStated bool
	odd                      []string // numbers in the place of a size that are none, as written
	slipped                  string   // two sizes that lost the sign between them, as written: "6128GB"
	ramRule, storageRule     string   // what told that the number is one
}

// stated says that the text speaks of memory, even where it contradicts itself.
func (m *memory) stated() bool { return m.ramStated || m.storageStated }

// size is one number of gigabytes in a text.
type size struct {
	gb       int
	unit     bool
	from, to int // tokens
}

// readMemory finds the sizes among toks and claims their tokens, with the words "RAM" and "storage" beside them.
func (v *Vocabulary) readMemory(toks []token) memory {
	var m memory
	v.readExtended(&m, toks)
	for i := 0; i < len(toks); {
		s, ok := sizeAt(toks, i)
		if !ok {
			i += max(m.takeOdd(toks, i), 1)
			continue
		}
		next, joined := v.joinedSize(toks, s)
		if !s.unit && !joined {
			i++
			continue
		}
		v.claimMemoryWordsBefore(toks, s.from)
		m.noteHalfPair(toks, s, joined)
		rule := ruleSize
		if joined {
			rule = rulePair
		}
		m.take(s, toks, rule)
		i = s.to
		if joined {
			m.take(next, toks, rule)
			mark(toks[s.to:next.from], ofMemory)
			i = m.takeChoice(toks, next.to)
		}
		i += v.claimMemoryWords(toks[i:])
	}
	if m.ramClash {
		m.ram = 0
	}
	if m.storageClash {
		m.storage = 0
	}
	return m
}

// readExtended claims RAM that a shop counts together with storage lent to it: "12GB (6+6) 256GB" has 6 GB, and so has "6+6GB". Where the
// two parts differ, shops write them in either order, so that neither is known.
func (v *Vocabulary) readExtended(m *memory, toks []token) {
	for i := range toks {
		a, ok := sizeAt(toks, i)
		if !ok || !isRAM(a.gb) {
			continue
		}
		plus := a.to + v.memoryWords(toks[a.to:])
		if plus >= len(toks) || toks[plus].key != "+" {
			continue
		}
		b, ok := sizeAt(toks, plus+1)
		if !ok || !isRAM(b.gb) {
			continue
		}
		_, joined := v.joinedSize(toks, b)
		sum := sumOf(toks, a, b)
		if !a.unit && !b.unit && !joined && sum.to == 0 {
			continue
		}
		m.take(a, toks, ruleExtended)
		m.ramClash = m.ramClash || a.gb != b.gb
		mark(toks[a.to:b.to], ofMemory)
		mark(toks[sum.from:sum.to], ofMemory)
		for _, s := range []span{{a.from, b.to}, sum} {
			v.claimMemoryWordsBefore(toks, s.from)
			v.claimMemoryWords(toks[s.to:])
		}
	}
}

// sumOf returns where a title states the size that two of its sizes make together, with its unit.
func sumOf(toks []token, a, b size) span {
	for i := range toks {
		if s, ok := sizeAt(toks, i); ok && s.unit && s.gb == a.gb+b.gb && (s.to <= a.from || s.from >= b.to) {
			return span{s.from, s.to}
		}
	}
	return span{}
}

// takeOdd claims a number of gigabytes that is no size, and returns how many tokens it takes, 0 for none. Two sizes that lost
// the sign between them are taken apart where that can be done in one way only.
func (m *memory) takeOdd(toks []token, i int) int {
	gb, n := gigabytesAt(toks, i)
	if n == 0 {
		return 0
	}
	text := toks[i].text
	digits := strconv.Itoa(gb)
	for cut := 1; cut < len(digits) && cut <= 2; cut++ {
		ram, _ := strconv.Atoi(digits[:cut])     //nolint:errcheck // digits of a number
		storage, _ := strconv.Atoi(digits[cut:]) //nolint:errcheck // as above
		if isRAM(ram) && isStorage(storage) && digits[cut] != '0' {
			m.take(size{gb: ram, from: i, to: i + n}, toks, ruleSlipped)
			m.take(size{gb: storage, from: i, to: i + n}, toks, ruleSlipped)
			m.slipped = text
			return n
		}
	}
	m.odd = append(m.odd, text)
	mark(toks[i:i+n], ofMemory)
	return n
}

// gigabytesAt returns the whole number with a unit of memory at token i, and how many tokens it takes, 0 for none.
func gigabytesAt(toks []token, i int) (gb, n int) {
	t := toks[i]
	if !t.word || t.role != unread {
		return 0, 0
	}
	digits := leadingDigits(t.key)
	unit, n := t.key[digits:], 1
	if unit == "" && i+1 < len(toks) {
		unit, n = toks[i+1].key, 2
	}
	if digits == 0 || digits > 5 || unit != "gb" && unit != "go" && unit != "гб" {
		return 0, 0
	}
	gb, _ = strconv.Atoi(t.key[:digits]) //nolint:errcheck // up to five digits
	return gb, n
}

// noteHalfPair notes a number that a sign joins to a storage and that is no RAM: "15+512GB".
func (m *memory) noteHalfPair(toks []token, s size, joined bool) {
	if joined || s.from < 2 || !isStorage(s.gb) || toks[s.from-1].key != "+" && toks[s.from-1].key != "/" {
		return
	}
	if before := toks[s.from-2]; before.role == unread && strings.Trim(before.key, "0123456789") == "" {
		m.odd = append(m.odd, before.text)
		mark(toks[s.from-2:s.from], ofMemory)
	}
}

// joinedSize returns the size that a sign joins to s: "8/256", "12 + 512 GB". One of the two may lack its unit; without
// any unit both numbers must be sizes, one of RAM and one of storage.
func (v *Vocabulary) joinedSize(toks []token, s size) (size, bool) {
	i := s.to
	i += v.memoryWords(toks[i:])
	if i >= len(toks) || !slices.Contains([]string{"/", "+", "-"}, toks[i].key) {
		return size{}, false
	}
	sign := toks[i].key
	i++
	i += v.memoryWords(toks[i:])
	next, ok := sizeAt(toks, i)
	if !ok || !isPair(s, next) {
		return size{}, false
	}
	return next, s.unit || next.unit || !isMeasured(toks[next.to:], sign)
}

// isMeasured says that the bare number before toks has a unit that is none of memory, or is part of a longer sum, as the cameras of
// "64 + 8 + 2 MP"; behind the sign of "8/256 + Watch" there are goods.
func isMeasured(toks []token, sign string) bool {
	return len(toks) > 0 && (toks[0].key == "+" && sign == "+" || slices.Contains([]string{"mp", "mpx", "mpix", "w", "mah", "hz", "cm"}, toks[0].key))
}

// isPair says that one size is RAM and the other storage.
func isPair(a, b size) bool {
	return isRAM(a.gb) && isStorage(b.gb) || isStorage(a.gb) && isRAM(b.gb)
}

func isRAM(gb int) bool     { return slices.Contains(ramSizes, gb) }
func isStorage(gb int) bool { return slices.Contains(storageSizes, gb) }

// take notes a size and claims its tokens.
func (m *memory) take(s size, toks []token, rule string) {
	if isRAM(s.gb) {
		m.ramClash = m.ramClash || m.ramStated && m.ram != s.gb
		m.ram, m.ramStated, m.ramRule = s.gb, true, rule
	} else {
		m.storageClash = m.storageClash || m.storageStated && m.storage != s.gb
		m.storage, m.storageStated, m.storageRule = s.gb, true, rule
	}
	mark(toks[s.from:s.to], ofMemory)
}

// takeChoice notes the storages that a stroke adds to a pair, as in "6/128/256", where none of them can be chosen. It
// returns where they end.
func (m *memory) takeChoice(toks []token, i int) int {
	for i < len(toks) && toks[i].key == "/" {
		s, ok := sizeAt(toks, i+1)
		if !ok || !isStorage(s.gb) {
			break
		}
		m.take(s, toks, rulePair)
		i = s.to
	}
	return i
}

// claimMemoryWords claims the memory words that follow a size and returns how many tokens they take.
func (v *Vocabulary) claimMemoryWords(toks []token) int {
	n := v.memoryWords(toks)
	mark(toks[:n], ofMemory)
	return n
}

// claimMemoryWordsBefore claims the memory words that stand right before token i: "RAM 6 GB".
func (v *Vocabulary) claimMemoryWordsBefore(toks []token, i int) {
	for from := max(0, i-maxMemoryWords); from < i; from++ {
		if v.memoryWords(toks[from:i]) == i-from {
			mark(toks[from:i], ofMemory)
			return
		}
	}
}

// maxMemoryWords is how many words say that a size is one of memory: "interner Speicher".
const maxMemoryWords = 3

// memoryWords returns how many tokens at the start of toks are words such as "RAM" and "storage".
func (v *Vocabulary) memoryWords(toks []token) int {
	n := 0
	for n < len(toks) {
		p, more := v.particles.match(toks[n:])
		if more == 0 || p.role != roleRAM && p.role != roleStorage {
			break
		}
		n += more
	}
	return n
}

// sizeAt reads the size at token i: "8GB", "8 GB", "8RAM", "6.0GB", "1TB", or a bare "8".
func sizeAt(toks []token, i int) (size, bool) {
	if i >= len(toks) || !toks[i].word || toks[i].role != unread {
		return size{}, false
	}
	digits := leadingNumber(toks[i].key)
	number, unit := toks[i].key[:digits], toks[i].key[digits:]
	number = strings.TrimSuffix(number, ".0")
	if number == "" || len(number) > 4 || number[0] == '0' {
		return size{}, false
	}
	n, _ := strconv.Atoi(number) //nolint:errcheck // of "6.67" it is 0, which is no size
	s := size{gb: n, from: i, to: i + 1}
	if unit == "" && s.to < len(toks) && isUnit(toks[s.to].key, n) && toks[s.to].role == unread {
		unit = toks[s.to].key
		s.to++
	}
	if unit != "" {
		if !isUnit(unit, n) {
			return size{}, false
		}
		s.unit = true
		if unit[0] == 't' || strings.HasPrefix(unit, "т") {
			s.gb *= 1024
		}
	}
	return s, isRAM(s.gb) || isStorage(s.gb)
}

// isUnit says that a folded word is a unit of memory after the number n. A lone "g" is one only after sizes that are no
// mobile network.
func isUnit(key string, n int) bool {
	switch key {
	case "gb", "go", "гб", "ram", "tb", "тб":
		return true
	case "to":
		return n <= 2
	case "g":
		return n > 6
	}
	return false
}
