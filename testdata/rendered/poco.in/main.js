// The app behind poco.in's empty shell, as one might be: it asks for the words of a page and for the products' data, and
// puts them together. The rest of the front page's tiles comes when they are scrolled to, and the last of them on a click.
const root = document.getElementById("root");
const get = (path) => fetch(path).then((r) => (r.ok ? r.json() : Promise.reject(r.status)));

async function home() {
  root.innerHTML = (await get("/api/content/home")).html;
  const tiles = root.querySelector("section.tiles");
  const end = document.createElement("div");
  end.style.marginTop = "150vh";
  tiles.after(end);
  let page = 0;
  const more = async () => {
    const list = await get("/api/tiles?page=" + page++);
    tiles.insertAdjacentHTML("beforeend", list.html);
    tiles.querySelector("button")?.remove();
    if (list.more) {
      tiles.insertAdjacentHTML("beforeend", '<button class="tiles-more">Show more</button>');
      tiles.querySelector("button").onclick = more;
    }
  };
  new IntersectionObserver((seen) => { if (seen[0].isIntersecting && page === 0) more(); }).observe(end);
}

async function product(slug) {
  const [words, data] = await Promise.all([get("/api/content/" + slug), get("/api/product/" + slug)]);
  document.title = words.title;
  root.innerHTML = words.html;
  const first = data.result.skus[0];
  const price = root.querySelector(".pdp-price"); // not every page has one
  if (price) price.innerHTML = first.sellingPrice + (first.mrp ? " <s>" + first.mrp + "</s>" : "");
}

const [, slug] = location.pathname.match(/^\/product\/([a-z0-9-]+)\/?$/) ?? [];
(slug ? product(slug) : home()).catch(() => { root.innerHTML = "<h1>Page not found</h1>"; });
navigator.sendBeacon("https://www.google-analytics.com/g/collect", document.title);
