package coding

import (
	"bytes"
	"errors"
	"io"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// undo takes one content encoding off a body. Where the bytes show that it is decoded already, the body is returned as it
// is: gzip and zstd begin in their own way, br and deflate begin anyhow.
func undo(name string, body []byte, grow limit) ([]byte, error) {
	if len(body) == 0 {
		return body, nil
	}
	var out []byte
	var err error
	switch name {
	case "gzip", "x-gzip":
		if !begins("gzip", body) {
			return body, nil
		}
		return gunzip(body, grow)
	case "zstd":
		if !begins(name, body) {
			return body, nil
		}
		return unzstd(body, grow)
	case "br":
		out, err = unbrotli(body, grow)
	case "deflate":
		out, err = undeflate(body, grow)
	default:
		return nil, errors.New("not understood, only gzip, br, zstd and deflate")
	}
	if _, large := errors.AsType[*LimitError](err); err != nil && !large && isText(body) {
		return body, nil
	}
	return out, err
}

const gzipMagic = "\x1f\x8b\x08"

// begins says that a body begins as gzip or zstd does.
func begins(name string, body []byte) bool {
	switch {
	case name == "gzip":
		return bytes.HasPrefix(body, []byte(gzipMagic))
	case len(body) < 4:
		return false
	}
	skippable := body[0]&0xf0 == 0x50 && string(body[1:4]) == "\x2a\x4d\x18"
	return skippable || string(body[:4]) == "\x28\xb5\x2f\xfd"
}

var gzipReaders = sync.Pool{New: func() any { return new(gzip.Reader) }}

// gunzip inflates one gzip member or several, and leaves out what follows them: servers append padding and notes.
func gunzip(body []byte, grow limit) ([]byte, error) {
	z, _ := gzipReaders.Get().(*gzip.Reader) //nolint:errcheck // the pool holds nothing else
	defer gzipReaders.Put(z)
	return grow.read(&members{z: z, in: bytes.NewReader(body)})
}

// members reads gzip members one after another. Its reader of bytes offers them one by one, so none is taken too much.
type members struct {
	z    *gzip.Reader
	in   *bytes.Reader
	open bool
}

func (m *members) Read(p []byte) (int, error) {
	for {
		if !m.open {
			if err := m.z.Reset(m.in); err != nil {
				return 0, err
			}
			m.z.Multistream(false)
			m.open = true
		}
		n, err := m.z.Read(p)
		if err != io.EOF { //nolint:errorlint // it comes bare
			return n, err
		}
		m.open = false
		next := make([]byte, len(gzipMagic))
		if _, err := m.in.ReadAt(next, m.in.Size()-int64(m.in.Len())); err != nil || !begins("gzip", next) {
			return n, io.EOF
		}
		if n > 0 {
			return n, nil
		}
	}
}

var brotliReaders = sync.Pool{New: func() any { return new(brotli.Reader) }}

func unbrotli(body []byte, grow limit) ([]byte, error) {
	z, _ := brotliReaders.Get().(*brotli.Reader) //nolint:errcheck // the pool holds nothing else
	defer brotliReaders.Put(z)
	if err := z.Reset(bytes.NewReader(body)); err != nil {
		return nil, err
	}
	return grow.read(z)
}

var zstdReaders = sync.Pool{New: func() any {
	return must(zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecodeBuffersBelow(0)))
}}

// unzstd decodes one zstd frame or several, and leaves out what follows them. It decodes as a stream, which never holds
// more than a window beside what it returns.
func unzstd(body []byte, grow limit) ([]byte, error) {
	z, _ := zstdReaders.Get().(*zstd.Decoder) //nolint:errcheck // the pool holds nothing else
	defer zstdReaders.Put(z)
	if err := z.Reset(bytes.NewReader(body)); err != nil {
		return nil, err
	}
	out, err := grow.read(&frames{z: z})
	if errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded) {
		return nil, over("zstd window is larger than %d MiB", maxWindow>>20)
	}
	return out, err
}

// frames reads zstd frames up to the end, or to what is no frame after one that held something.
type frames struct {
	z    *zstd.Decoder
	some bool
}

func (f *frames) Read(p []byte) (int, error) {
	n, err := f.z.Read(p)
	f.some = f.some || n > 0
	if f.some && errors.Is(err, zstd.ErrMagicMismatch) {
		err = io.EOF
	}
	return n, err
}

// undeflate inflates a body with a zlib head, as the standard wants it, or without one, as some servers send it.
func undeflate(body []byte, grow limit) ([]byte, error) {
	if len(body) >= 2 && body[0]&0x0f == 8 && (int(body[0])<<8|int(body[1]))%31 == 0 {
		z, err := zlib.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		return grow.read(z)
	}
	return grow.read(flate.NewReader(bytes.NewReader(body)))
}
