package coding

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// AcceptEncoding is what a client that uses [Decode] may ask for, as the value of the header of that name. Deflate is left
// out, since servers do not agree on what it is.
const AcceptEncoding = "gzip, br, zstd"

// Encode returns the body under one content encoding: "gzip", "br", "zstd" or "deflate". The same body gives the same
// bytes.
func Encode(name string, body []byte) ([]byte, error) {
	var out bytes.Buffer
	var w io.WriteCloser
	switch name {
	case "gzip":
		return AppendGzip(nil, body), nil
	case "br":
		w = brotli.NewWriterLevel(&out, brotli.BestSpeed)
	case "deflate":
		w = zlib.NewWriter(&out)
	case "zstd":
		w = must(zstd.NewWriter(&out, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest)))
	default:
		return nil, fmt.Errorf("encode as %q: not known, only gzip, br, zstd and deflate", name)
	}
	_, err := w.Write(body)
	if err := errors.Join(err, w.Close()); err != nil {
		return nil, fmt.Errorf("encode as %s: %w", name, err)
	}
	return out.Bytes(), nil
}

// gzipWriter is a compressor, whose tables take 800 kB and are worth keeping, and what it appends to.
type gzipWriter struct {
	z   *gzip.Writer
	out []byte
}

func (w *gzipWriter) Write(p []byte) (int, error) {
	w.out = append(w.out, p...)
	return len(p), nil
}

var gzipWriters = sync.Pool{New: func() any { return &gzipWriter{z: must(gzip.NewWriterLevel(nil, gzip.BestSpeed))} }}

// must returns a tool that was made with constant options, none of which is refused.
func must[T any](tool T, err error) T {
	if err != nil {
		panic(err)
	}
	return tool
}

// AppendGzip appends to dst one gzip member that holds the parts one after another, compressed at the fastest level, and
// returns the longer slice. The member carries no name and no date, so the same parts give the same bytes.
func AppendGzip(dst []byte, parts ...[]byte) []byte {
	w, _ := gzipWriters.Get().(*gzipWriter) //nolint:errcheck // the pool holds nothing else
	w.out = dst
	w.z.Reset(w)
	for _, part := range parts {
		w.z.Write(part) //nolint:errcheck // Close says it again
	}
	if err := w.z.Close(); err != nil {
		panic(err) // nothing that is written to can fail
	}
	dst, w.out = w.out, nil
	gzipWriters.Put(w)
	return dst
}
