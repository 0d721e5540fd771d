package xlsx

import (
	"bytes"
	"regexp"
	"strings"
)

// value reads the text up to the closing tag of the name, which must be the next tag.
func (t *tags) value(name string) (string, bool) {
	open := bytes.IndexByte(t.text[t.at:], '<')
	if open < 0 {
		return "", false
	}
	raw := t.text[t.at : t.at+open]
	if !t.next() || t.name != name || !t.closing {
		return "", false
	}
	if bytes.IndexByte(raw, '&') < 0 && !bytes.Contains(raw, []byte("_x")) {
		return t.keep(raw), true
	}
	return unescape(raw)
}

// The texts that are kept to be met again: colours, shops and the like.
const (
	knownLength = 32
	knownTexts  = 4096
)

// keep returns a text as a string, the one that was made of it before where there is one.
func (t *tags) keep(raw []byte) string {
	if len(raw) > knownLength {
		return string(raw)
	}
	if text, ok := t.known[string(raw)]; ok {
		return text
	}
	text := string(raw)
	if t.known == nil {
		t.known = map[string]string{}
	}
	if len(t.known) < knownTexts {
		t.known[text] = text
	}
	return text
}

func (t *tags) skipText(name string) bool { return t.next() && t.name == name && t.closing }

// texts joins the texts of a string item up to its closing tag: one text, or runs of it that are formatted each for itself.
// Readings for pronunciation, and items that are neither, are left to the library.
func (t *tags) texts(until string) (string, bool) {
	out, inRuns, inRun := "", false, false
	texts := 0 // since a run began, or beside runs
	for t.next() {
		switch {
		case t.name == until && t.closing:
			return out, !inRun
		case t.name == "r" && !t.empty:
			if inRun = !t.closing; inRun {
				if !inRuns && texts > 0 {
					return "", false
				}
				inRuns, texts = true, 0
			}
		case t.name == "t" && !t.closing:
			if texts > 0 || inRuns && !inRun { // the library keeps the last
				return "", false
			}
			texts++
			if t.empty {
				continue
			}
			words, ok := t.value("t")
			if !ok {
				return "", false
			}
			out += words
		case !inRun || !strings.Contains(runProperties, " "+t.name+" "):
			return "", false
		}
	}
	return "", false
}

// runProperties are the tags that say how a run looks.
const runProperties = " rPr rFont charset family b i strike outline shadow condense extend color sz u vertAlign scheme "

// escaped is how workbooks write characters that XML cannot hold; they are left to the library.
var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'", "&amp;", "&", "&#10;", "\n", "&#xA;", "\n", "&#9;", "\t", "&#xD;", "\r", "&#13;", "\r", "&#34;", `"`, "&#39;", "'")

// unescape returns a text with its entities replaced.
func unescape(raw []byte) (string, bool) {
	if bytes.Contains(raw, []byte("_x")) && escaped.Match(raw) {
		return "", false
	}
	text := string(raw)
	left := text
	for {
		i := strings.IndexByte(left, '&')
		if i < 0 {
			return entities.Replace(text), true
		}
		end := strings.IndexByte(left[i:], ';')
		if end < 0 || entities.Replace(left[i:i+end+1]) == left[i:i+end+1] {
			return "", false
		}
		left = left[i+end+1:]
	}
}
