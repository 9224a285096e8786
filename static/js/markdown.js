// Markdown of models and people made safe to show: raw HTML stays text, images become links, no address runs code.
import DOMPurify from "dompurify";
import { Marked } from "marked";

const TAGS =
  "p br hr strong em del s code pre blockquote ul ol li h1 h2 h3 h4 h5 h6 table thead tbody tr th td a sup sub".split(
    " ",
  );
const ALLOWED = {
  ALLOWED_TAGS: TAGS,
  ALLOWED_ATTR: ["href", "title", "start", "align", "target", "rel", "dir"],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:)/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

const asText = text =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }) => asText(text),
    image: ({ href, text }) => `<a href="${asText(href)}">${asText(text || href)}</a>`,
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
  },
});

function opened(link) {
  link.target = "_blank";
  link.rel = "noopener noreferrer nofollow";
}

function draw(token, links) {
  const tokens = Object.assign([token], { links });
  const fragment = DOMPurify.sanitize(marked.parser(tokens), ALLOWED);
  for (const link of fragment.querySelectorAll("a[href]")) opened(link);
  for (const block of fragment.children) block.dir = "auto";
  return fragment;
}

/**
 * Makes `element` show `text`. Blocks that are as they were are left alone, so that a text that grows neither flickers
 * nor loses what the reader selected in it.
 */
export function show(element, text) {
  const tokens = marked.lexer(text);
  const blocks = tokens.filter(token => token.type !== "space" && token.type !== "def");
  blocks.forEach((token, index) => {
    const shown = element.children[index] ?? element.appendChild(document.createElement("div"));
    if (shown.source === token.raw) return;
    shown.source = token.raw;
    shown.replaceChildren(draw(token, tokens.links));
  });
  while (element.children.length > blocks.length) element.lastElementChild.remove();
}

/** `text` written so that Markdown shows it as it is. */
export const literal = text => text.replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, "\\$&");
