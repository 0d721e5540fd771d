package browser_test

import (
	"errors"
	"fmt"
	"net/http"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// TestMarkerIsWaitedFor: the page is there when its marker is, however long that takes, and when it is not asked to wait
// for anything that never comes.
func TestMarkerIsWaitedFor(t *testing.T) {
	t.Parallel()
	const late = `<!doctype html><p id="p">not yet</p><script>
  setTimeout(() => fetch("/price").then((r) => r.json()).then((d) => { p.textContent = d.price; p.id = "price"; }), 1500);
</script>`
	price := func(url string) bool { return url == "https://poco.in/price" }
	recipes := map[string]browser.Recipe{
		"selector": {Selector: "#price"},
		"response": {Response: price},
		"both":     {Selector: "#price", Response: price},
	}
	pages := []scrape.Page{jsonPage(shop1+"/price", `{"price":"₹7,999"}`)}
	for name := range recipes {
		pages = append(pages, html(shop1+"/late/"+name, late), html(shop1+"/bare/"+name, "<p>nothing here"))
	}
	s := open(t, pages, scrapetest.ServeOptions{}, func(o *browser.Options) {
		o.Recipe, o.Rest = func(url string) browser.Recipe { return recipes[path.Base(url)] }, 3*time.Second
	})
	for name := range recipes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page, err := s.Fetch(t.Context(), shop1+"/late/"+name)
			if err != nil || !strings.Contains(string(page.Body), "₹7,999") {
				t.Errorf("Fetch = %v, %v", page, err)
			}
			page, err = s.Fetch(t.Context(), shop1+"/bare/"+name)
			if err != nil || !strings.Contains(string(page.Body), "nothing here") {
				t.Errorf("a page that rests without its marker = %v, %v", page, err)
			}
		})
	}
}

// TestRestlessPageWithItsMarker is taken after a while: what it asks for without end is not what was waited for. Its
// document must have come whole.
func TestRestlessPageWithItsMarker(t *testing.T) {
	t.Parallel()
	const restless = `<!doctype html><h1>here</h1><script>setInterval(() => fetch("/tick?" + performance.now()).catch(() => {}), 30)</script>`
	drip := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for fmt.Fprint(w, "<h1>half"); r.Context().Err() == nil; time.Sleep(10 * time.Millisecond) {
			fmt.Fprint(w, "<p>x</p>")
			http.NewResponseController(w).Flush() //nolint:errcheck // a client that has gone
		}
	}
	act := func(r *http.Request, _ string, _ int) scrapetest.Action {
		if r.URL.Path == "/drip" {
			return scrapetest.Action{Handler: http.HandlerFunc(drip)}
		}
		return scrapetest.Action{}
	}
	s := open(t, []scrape.Page{html(shop1+"/restless", restless)}, scrapetest.ServeOptions{Act: act}, func(o *browser.Options) {
		o.Recipe, o.PageTime, o.Requests = selector("h1"), 6*time.Second, 10000
	})
	page, err := s.Fetch(t.Context(), shop1+"/restless")
	if err != nil || !strings.Contains(string(page.Body), "<h1>here</h1>") {
		t.Errorf("Fetch(/restless) = %v, %v", page, err)
	}
	page, err = s.Fetch(t.Context(), shop1+"/drip")
	if failed, ok := errors.AsType[*scrape.FailedError](err); !ok || failed.Reason != "gave_up" {
		t.Errorf("Fetch(/drip) = %v, %v, want a failure with reason gave_up", page, err)
	}
}

// TestListIsUnrolled: a list that loads what comes into view, and the rest on a click.
func TestListIsUnrolled(t *testing.T) {
	t.Parallel()
	const list = `<!doctype html><style>li { height: 300px }</style><ul id="list"></ul><button id="more" style="display: none">More</button><div id="end">.</div><script>
  let page = 0, busy = false;
  const load = async () => {
    if (busy) return;
    busy = true;
    const d = await (await fetch("/list?page=" + page)).json();
    for (const slug of d.slugs) list.insertAdjacentHTML("beforeend", "<li>" + "<a href='/product/" + slug + "'>" + slug + "</a>");
    page++; busy = false;
    more.style.display = d.button ? "" : "none";
    if (!d.button && d.slugs.length) watch.unobserve(end), watch.observe(end);
  };
  const watch = new IntersectionObserver((e) => { if (e[0].isIntersecting && page < 3) load(); });
  more.onclick = load;
  watch.observe(end);
</script>`
	tests := map[string]struct {
		recipe browser.Recipe
		want   int
	}{
		"neither":           {browser.Recipe{Selector: "li"}, 4},
		"scrolled":          {browser.Recipe{Selector: "li", Scroll: true}, 12},
		"clicked":           {browser.Recipe{Selector: "li", Scroll: true, More: "#more", Clicks: 50}, 20},
		"clicked only once": {browser.Recipe{Selector: "li", Scroll: true, More: "#more", Clicks: 1}, 16},
	}
	address := func(name string) string { return shop1 + "/all/" + strings.ReplaceAll(name, " ", "-") }
	recipes := map[string]browser.Recipe{}
	var pages []scrape.Page
	for name, tt := range tests {
		pages, recipes[address(name)] = append(pages, html(address(name), list)), tt.recipe
	}
	for i := range 6 {
		slugs := fmt.Sprintf(`["p%d-a","p%d-b","p%d-c","p%d-d"]`, i, i, i, i)
		if i == 5 {
			slugs = "[]"
		}
		pages = append(pages, jsonPage(fmt.Sprintf("%s/list?page=%d", shop1, i), fmt.Sprintf(`{"slugs":%s,"button":%v}`, slugs, i >= 2)))
	}
	s := open(t, pages, scrapetest.ServeOptions{}, func(o *browser.Options) {
		o.Recipe = func(url string) browser.Recipe { return recipes[url] }
	})
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page, err := s.Fetch(t.Context(), address(name))
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(page.Body), "<li><a"); n != tt.want {
				t.Errorf("%d entries, want %d", n, tt.want)
			}
		})
	}
}

// TestScriptRespells: a script may send a page to another spelling of its own address.
func TestScriptRespells(t *testing.T) {
	t.Parallel()
	const body = `<script>if (!location.search) location.replace("https://www.poco.in/product/f6/?utm_source=self")</script><h1>F6</h1>`
	s := open(t, []scrape.Page{html(shop1+"/product/f6", body)}, scrapetest.ServeOptions{}, func(o *browser.Options) {
		o.Recipe, o.Recorder = selector("h1"), nil
	})
	page, err := s.Fetch(t.Context(), shop1+"/product/f6")
	if err != nil || page.URL != shop1+"/product/f6" || !strings.Contains(string(page.Body), "<h1>F6</h1>") || page.Archive != "browser" {
		t.Errorf("Fetch = %v, %v", page, err)
	}
	if n := s.server.Requests(shop1 + "/product/f6"); n != 2 {
		t.Errorf("asked %d times, want twice", n)
	}
}
