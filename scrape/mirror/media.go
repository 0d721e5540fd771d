package mirror

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"path"
	"strings"
)

// endings are the types of files whose names have these. The endings of programs (.php) are not here: what they answer is
// known by its bytes.
var endings = map[string]string{
	".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".json": "application/json",
	".xml": "application/xml", ".txt": "text/plain", ".css": "text/css", ".js": "text/javascript", ".mjs": "text/javascript",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
	".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon", ".pdf": "application/pdf",
	".woff": "font/woff", ".woff2": "font/woff2", ".mp4": "video/mp4", ".zip": "application/zip", ".gz": "application/gzip",
}

// typeByName returns the type that an address ends in, "" for one that tells nothing.
func typeByName(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return endings[strings.ToLower(path.Ext(u.Path))]
}

// typeByBytes returns the type that a body begins as, without a character set: the page may name its own.
func typeByBytes(body []byte) string {
	text := bytes.TrimLeft(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case len(text) > 0 && (text[0] == '{' || text[0] == '[') && json.Valid(text):
		return "application/json"
	case isHTML(text):
		return "text/html"
	}
	media, charset, _ := strings.Cut(http.DetectContentType(body), ";")
	if strings.Contains(charset, "utf-16") {
		media += ";" + charset // it was known by its byte order mark
	}
	return media
}

// isHTML looks for the beginning of a page a little farther than browsers do, which stop at a comment or an XML head.
func isHTML(text []byte) bool {
	begin := bytes.ToLower(text[:min(len(text), 1024)])
	return bytes.HasPrefix(begin, []byte("<")) &&
		(bytes.Contains(begin, []byte("<!doctype html")) || bytes.Contains(begin, []byte("<html")))
}
