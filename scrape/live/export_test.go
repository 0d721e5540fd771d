package live

import "net/http"

// RetryAfter is retryAfter, for its fuzz test.
var RetryAfter = retryAfter

// GoesThroughProxy says whether f asks a host through the proxy, on which way no address is checked.
func GoesThroughProxy(f *Fetcher, address string) (bool, error) {
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return false, err
	}
	way, err := f.ways.of(r)
	return way == f.ways.proxied, err
}

// ChecksCertificate says whether f checks the certificate of a host: addresses that are not of this machine cannot be
// connected to in a test.
func ChecksCertificate(f *Fetcher, address string) (bool, error) {
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return false, err
	}
	way, err := f.ways.of(r)
	if err != nil {
		return false, err
	}
	return way.TLSClientConfig == nil || !way.TLSClientConfig.InsecureSkipVerify, nil
}
