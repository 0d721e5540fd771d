// Package browser fetches pages through a headless Chromium, for shops whose pages are empty until their scripts have run.
//
// A page is opened in a browser context of its own, without the cookies and caches of another. It is ready when what its
// [Recipe] waits for has come and nothing more is under way, never after a fixed time. What the browser received is
// recorded as ordinary exchanges, each answer to a request of its scripts as it comes and at the end the document; last
// comes what was rendered of it, as a resource of the same address. So a price that a script asked for stands in the
// archive under the address it came from, and replay needs no browser. A body is recorded as Chromium keeps it, with
// content encodings undone and text in UTF-8, and its headers are made to say so.
//
// [Source.Fetch] follows the law of [scrape.Fetcher] with these readings. A redirect of the document, an answer that is
// no HTML and an answer of status 400 and above are returned as they came, nothing is rendered. A script that leads on to
// another page is not followed and is an error. What a page's scripts asked for is known afterwards by [Source.Along], and
// Fetch then answers for such an address with what was received, without asking again.
//
// Nothing leaves the browser but by two doors. Each request of a page stops before it is sent and is put to the [Gate],
// which knows robots.txt and how often a host may be asked; images, fonts, media, frames, workers, sockets and the
// analytics of blocked.json are not sent at all. And Chromium's only way to the network is a proxy in this process, on
// the loopback interface, which connects through the Gate and only to hosts that a request was let through to. So an
// address guard in the Gate holds for redirects, scripts and names that resolve to something else the second time, and
// what Chromium would send on its own account goes nowhere.
//
// A page that opens dialogs or popups without end, asks without end, is too large, keeps running or leads elsewhere is
// stopped, its tab is closed, and the error names it; the browser goes on with the next page. The process, its children
// and its folder are gone after [Source.Close]. They do not outlive a crash of this process either: Chromium ends when
// the pipe to it breaks, and a folder left behind is removed by the next browser that starts.
//
// Chromium runs in its sandbox, except for user 0 on Linux, for whom it refuses to start with one.
package browser
