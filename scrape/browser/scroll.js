// Scrolls on by most of a window, so that what loads when it comes into view does. Says where that led.
() => {
  const root = document.scrollingElement || document.documentElement;
  const at = root.scrollTop;
  root.scrollTo({top: at + Math.max(innerHeight, 400) * 0.9, behavior: "instant"}); // whatever the styles say
  return root.scrollTop > at;
}
