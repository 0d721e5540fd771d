package live

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// retryAfter returns how long an answer asks to be left alone, in seconds or until a date (RFC 9110, section 10.2.3), and
// false where it does not say. A date is taken by the server's own clock where the answer tells it.
func retryAfter(h http.Header, at time.Time) (time.Duration, bool) {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(value, 10, 64); err == nil || value != "" && strings.Trim(value, "0123456789") == "" {
		if err != nil || seconds > uint64(math.MaxInt64/time.Second) {
			return math.MaxInt64, true
		}
		return time.Duration(seconds) * time.Second, true
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	if theirs, err := http.ParseTime(h.Get("Date")); err == nil {
		at = theirs
	}
	return max(date.Sub(at), 0), true
}
