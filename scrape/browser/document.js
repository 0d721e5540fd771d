// Returns the document as it stands, or its length alone where that is over the limit.
(limit) => {
  if (!document.documentElement) return {text: ""};
  const kind = document.doctype ? new XMLSerializer().serializeToString(document.doctype) + "\n" : "";
  const text = kind + document.documentElement.outerHTML;
  return text.length > limit ? {length: text.length} : {text: text.toWellFormed()};
}
