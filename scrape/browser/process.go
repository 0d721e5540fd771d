package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

const (
	// startTime bounds the start of Chromium; a busy machine with two cores was seen to take six seconds.
	startTime = time.Minute
	// stopTime bounds its orderly end, after which it is killed.
	stopTime = 10 * time.Second
)

// process is a running Chromium.
type process struct {
	proxy  *proxy
	agent  string // its own user agent
	id     *os.Process
	gone   <-chan struct{} // closed when the connection to it is lost
	newTab func(listen func(ev any)) (context.Context, context.CancelFunc)
	stop   func() error
}

// alive reports whether the process still answers.
func (p *process) alive() bool {
	select {
	case <-p.gone:
		return false
	default:
		return true
	}
}

// start starts Chromium. It lives on when ctx ends; stop ends it.
func start(ctx context.Context, o *Options) (p *process, err error) {
	dir, err := newFolder(o.Folder)
	if err != nil {
		return nil, err
	}
	way, err := newProxy(o.Gate.DialContext, o.AnyCertificate)
	if err != nil {
		return nil, errors.Join(err, dir.remove())
	}
	alloc, endAlloc := chromedp.NewExecAllocator(context.WithoutCancel(ctx), flags(o, dir, way.address())...)
	debug := func(format string, args ...any) { o.Log.Debug("browser says", "text", fmt.Sprintf(format, args...)) }
	root, endRoot := chromedp.NewContext(alloc, chromedp.WithLogf(debug), chromedp.WithErrorf(debug))
	p = &process{proxy: way}
	p.stop = func() error {
		endInOrder(root)
		endRoot()
		endAlloc()
		if p.id != nil {
			_ = killGroup(p.id) //nolint:errcheck // what is left of it, most often nothing
		}
		return errors.Join(way.close(), dir.remove())
	}
	if err := p.begin(ctx, root, endRoot); err != nil {
		return nil, errors.Join(err, p.stop())
	}
	return p, nil
}

// begin waits for the browser's first answer.
func (p *process) begin(ctx, root context.Context, end context.CancelFunc) error {
	limited, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	stop := context.AfterFunc(limited, end)
	defer stop()
	version, err := chromedp.CallBrowser(root, browser.GetVersion, cdp.Empty{})
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("start chromium: %s", firstLines(err.Error()))
	}
	c := chromedp.FromContext(root)
	p.agent, p.id, p.gone = version.UserAgent, c.Browser.Process(), c.Browser.LostConnection
	p.newTab = func(listen func(ev any)) (context.Context, context.CancelFunc) {
		return chromedp.NewContext(root, chromedp.WithNewBrowserContext(), chromedp.WithListener(listen))
	}
	return nil
}

// endInOrder asks a browser that runs to end, so that it ends its children itself.
func endInOrder(root context.Context) {
	if c := chromedp.FromContext(root); c.Browser == nil || root.Err() != nil {
		return
	}
	limited, cancel := context.WithTimeout(root, stopTime)
	defer cancel()
	_ = chromedp.Cancel(limited) //nolint:errcheck // it is killed next
}

// firstLines returns the beginning of what Chromium printed: of a failed start it prints stacks.
func firstLines(text string) string {
	const lines = 4
	parts := strings.SplitN(strings.TrimSpace(text), "\n", lines+1)
	return strings.Join(parts[:min(len(parts), lines)], "; ")
}

// flags are what Chromium is started with.
func flags(o *Options, dir *folder, proxy string) []chromedp.ExecAllocatorOption {
	on := func(names ...string) (out []chromedp.ExecAllocatorOption) {
		for _, name := range names {
			out = append(out, chromedp.Flag(name, true))
		}
		return out
	}
	out := on("headless", "hide-scrollbars", "mute-audio", "disable-gpu", "enable-automation", "no-first-run", "no-default-browser-check")
	// What it would do on its own account. It tries some of it all the same, and the proxy refuses.
	out = append(out, on(
		"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync", "disable-breakpad",
		"disable-client-side-phishing-detection", "disable-default-apps", "disable-domain-reliability", "disable-extensions",
		"disable-component-extensions-with-background-pages", "metrics-recording-only", "disable-dev-shm-usage",
		"disable-background-timer-throttling", "disable-backgrounding-occluded-windows", "disable-renderer-backgrounding")...)
	out = append(
		out,
		chromedp.Flag("disable-features", strings.Join(unwanted, ",")),
		chromedp.Flag("password-store", "basic"), chromedp.Flag("use-mock-keychain", true),
		chromedp.Flag("lang", "en-US"),
		chromedp.Flag("js-flags", "--max-old-space-size=512"),
		chromedp.Flag("webrtc-ip-handling-policy", "disable_non_proxied_udp"),
		chromedp.WindowSize(1366, 900),
		chromedp.ExecPath(o.Chromium),
		chromedp.UserDataDir(dir.profile()),
		chromedp.ProxyServer(proxy),
		chromedp.Flag("proxy-bypass-list", "<-loopback>"), // not even this machine is reached without the proxy
		chromedp.Flag("no-sandbox", needsNoSandbox()),
		chromedp.Flag("ignore-certificate-errors", o.AnyCertificate),
		chromedp.Env(dir.environment()...),
		chromedp.ModifyCmdFunc(ownGroup),
	)
	return out
}

// unwanted are features of a browser for people: they cost a window of their own in every tab, ask the network, or ask for
// another address than the one that was wanted.
var unwanted = []string{
	"WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "AimEnabled",
	"OptimizationHints", "OptimizationGuideModelDownloading", "OptimizationGuideOnDeviceModel",
	"HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "Translate", "MediaRouter", "AutofillServerCommunication", "InterestFeedContentSuggestions",
}
