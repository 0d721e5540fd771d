// Says how far the page is. A page changes when nodes or text come or go; attributes are not looked at, since animations
// change them for ever.
(selector, scroll, more) => {
  const self = globalThis;
  if (self.watched !== document) {
    self.watched = document;
    self.changed = performance.now();
    new MutationObserver(() => { self.changed = performance.now(); })
      .observe(document, {subtree: true, childList: true, characterData: true});
  }
  const shown = (e) => e.checkVisibility() && !e.disabled && e.ariaDisabled !== "true";
  const root = scroll ? document.scrollingElement : null; // asking for sizes has the whole page laid out
  return {
    marker: selector === "" || document.querySelector(selector) !== null,
    complete: document.readyState === "complete",
    quiet: Math.floor(performance.now() - self.changed),
    elements: document.getElementsByTagName("*").length,
    end: !root || root.scrollTop + root.clientHeight >= root.scrollHeight - 2,
    more: more !== "" && [...document.querySelectorAll(more)].some(shown),
  };
}
