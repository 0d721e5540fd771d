// Clicks the first button that can be clicked.
(more) => {
  const button = [...document.querySelectorAll(more)].find((e) => e.checkVisibility() && !e.disabled && e.ariaDisabled !== "true");
  button?.click();
  return button !== undefined;
}
