package live

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"

	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// The reasons of a [scrape.FailedError].
const (
	unreachable    = "unreachable"
	robotsForbid   = "robots"
	privateAddress = "private_address"
	tooLarge       = "too_large"
	torn           = "torn"
	gaveUp         = "gave_up"
)

// failure is what went wrong with one request, in words that are the same on every machine.
type failure struct {
	reason, detail string
	err            error
}

// noAnswer judges the error of a request that got no answer.
func noAnswer(err error) failure {
	f := failure{reason: unreachable, err: err}
	if private, ok := errors.AsType[*privateError](err); ok {
		return failure{privateAddress, private.Error(), err}
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		switch {
		case dns.IsNotFound:
			f.detail = "no such host"
		case dns.IsTimeout:
			f.detail = "the name of the host could not be looked up in time"
		default:
			f.detail = "the name of the host could not be looked up"
		}
		return f
	}
	switch text := err.Error(); { // most errors of package net/http have no types
	case strings.Contains(text, "response headers exceeded"), strings.Contains(text, "header list larger"):
		return failure{tooLarge, "headers are larger than 256 KiB", err}
	case text == "connection error: PROTOCOL_ERROR": // so says our side of HTTP/2, of this and of rarer things
		return failure{tooLarge, "headers are larger than 256 KiB, or what came is no HTTP/2", err}
	case isProxy(err):
		f.detail = "no connection through the proxy"
	case isCertificate(err):
		f.detail = "the certificate of the host is not valid"
	case isTLS(err):
		f.detail = "no TLS connection"
	case errors.Is(err, syscall.ECONNREFUSED):
		f.detail = "connection refused"
	case isTimeout(err):
		f.detail = "no answer in time"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		f.detail = "the connection was closed without an answer"
	case isDial(err):
		f.detail = "no connection"
	case strings.Contains(text, "transport connection broken"), strings.HasPrefix(text, "connection error: "):
		return failure{torn, "what came is no HTTP answer", err}
	default:
		f.detail = "no answer"
	}
	return f
}

// noBody judges the error of an answer whose body could not be read to its end, or not be decoded.
func noBody(err error) failure {
	if limit, ok := errors.AsType[*coding.LimitError](err); ok {
		return failure{tooLarge, limit.Error(), err}
	}
	if isTimeout(err) {
		return failure{unreachable, "the answer did not end in time", err}
	}
	if unfit, ok := errors.AsType[*unfitError](err); ok {
		return failure{torn, unfit.Error(), err}
	}
	return failure{torn, "the answer breaks off", err}
}

// isCertificate says that a host showed a certificate that does not hold.
func isCertificate(err error) bool {
	_, bad := errors.AsType[*tls.CertificateVerificationError](err)
	_, unknown := errors.AsType[x509.UnknownAuthorityError](err)
	return bad || unknown
}

// isTLS says that a host would not talk in TLS.
func isTLS(err error) bool {
	_, alert := errors.AsType[tls.AlertError](err)
	_, record := errors.AsType[tls.RecordHeaderError](err)
	_, remote := errors.AsType[*net.OpError](err)
	text := err.Error()
	return alert || record || remote && strings.Contains(text, "tls: ") || strings.Contains(text, "TLS handshake timeout") ||
		strings.Contains(text, "server gave HTTP response to HTTPS client")
}

// isTimeout says that time was over: that of a connection, or of a context, whose error is a net.Error too.
func isTimeout(err error) bool {
	timeout, ok := errors.AsType[net.Error](err)
	return ok && timeout.Timeout()
}

// isProxy says that the trouble is with the proxy, or that it would not connect.
func isProxy(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "proxyconnect"
}

func isDial(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial"
}
