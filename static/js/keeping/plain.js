// Markdown without its marks, as one pastes it into a letter.
import { show } from "../markdown.js";

const lines = element => [...element.children].map((item, index) => ({ item, index }));

const BLOCKS = {
  ul: list => lines(list).map(({ item }) => `• ${words(item)}`),
  ol: list => lines(list).map(({ item, index }) => `${list.start + index}. ${words(item)}`),
  table: table => [...table.querySelectorAll("tr")].map(row => [...row.children].map(words).join("\t")),
  blockquote: quote => [...quote.children].map(block),
  hr: () => ["—"],
};

/** The text of an item, and what is nested in it on lines of its own. */
function words(element) {
  const pieces = [...element.childNodes].map(node => {
    if (BLOCKS[node.localName]) return `\n${block(node).replaceAll(/^/gm, "  ")}`;
    return node.localName === "br" ? "\n" : node.localName === "p" ? words(node) : node.textContent;
  });
  return pieces.join("").trim();
}

function block(element) {
  if (element.localName === "div" && element.children.length === 1) return block(element.firstElementChild);
  return (
    BLOCKS[element.localName]?.(element).join("\n") ??
    (element.localName === "pre" ? element.textContent.trimEnd() : words(element))
  );
}

export function plain(markdown) {
  const shown = document.createElement("div");
  show(shown, markdown);
  return shown.children.length ? [...shown.children].map(block).join("\n\n") : shown.textContent;
}
