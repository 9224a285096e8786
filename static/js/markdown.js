// Markdown of models and people made safe to show: raw HTML stays text, images become links, no address runs code.
// Long lists, tables and quotes are drawn part by part, so that a text that grows costs what was added.
import DOMPurify from "dompurify";
import { Lexer, Marked } from "marked";
import { become, fill, only } from "./growing.js";
import { highlighted } from "./highlight.js";

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
const MARKS = /[*_~`[\]<]+/g;
const MOST_MARKS = 1000; // in one paragraph: the time that reading them takes grows with their square

const TOO_DEEP = /^(?: *>){50}/m; // quotes within quotes

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

/** A text read block by block; the words within a block are read when it is drawn. */
class Source {
  #lexer = new Lexer(marked.defaults);
  #unread;

  constructor(text) {
    this.blocks = this.#lexer.blockTokens(text.replace(/\r\n?/g, "\n"), this.#lexer.tokens);
    this.links = JSON.stringify(this.#lexer.tokens.links);
    this.#unread = new Map(this.#lexer.inlineQueue.map(({ src, tokens }) => [tokens, src]));
  }

  /** A block as safe elements. */
  draw(token) {
    this.#read(token);
    const fragment = DOMPurify.sanitize(marked.parser([token]), ALLOWED);
    for (const link of fragment.querySelectorAll("a[href]")) opened(link);
    for (const block of fragment.children) block.dir = "auto";
    return fragment;
  }

  #read(token) {
    const words = this.#unread.get(token.tokens);
    this.#unread.delete(token.tokens);
    if (words?.match(MARKS)?.length > MOST_MARKS) token.tokens.push({ type: "text", raw: words, text: words });
    else if (words) this.#lexer.inlineTokens(words, token.tokens);
    const { tokens = [], items = [], rows } = token;
    const cells = rows ? [token.header, ...rows].flat() : [];
    for (const inner of [...tokens, ...items, ...cells]) this.#read(inner);
  }

  /** Tells when something has to be drawn anew: also when a link in it is explained further down. */
  mark(...raw) {
    const text = raw.join("|").trimEnd();
    return text.includes("[") ? text + this.links : text;
  }
}

function opened(link) {
  link.target = "_blank";
  link.rel = "noopener noreferrer nofollow";
}

function container(block, tag) {
  const element = only(block, tag);
  element.dir = "auto";
  return element;
}

// How blocks are drawn that may be long; the others are redone whole.
const DRAWN = {
  list(block, token, source) {
    const list = container(block, token.ordered ? "ol" : "ul");
    if (token.ordered) list.start = token.start;
    const draw = item => shown => become(shown, source.draw({ ...token, items: [item] }).querySelector("li"));
    fill(
      list,
      token.items.map(item => ({ tag: "li", mark: source.mark(token.loose, item.raw), draw: draw(item) })),
    );
  },

  table(block, token, source) {
    const draw = rows => shown =>
      become(shown, source.draw({ ...token, rows }).querySelector(rows.length ? "tbody tr" : "thead"));
    const mark = cells => source.mark(token.align, ...cells.map(cell => cell.text));
    const rows = token.rows.map(row => ({ tag: "tr", mark: mark(row), draw: draw([row]) }));
    fill(container(block, "table"), [
      { tag: "thead", mark: mark(token.header), draw: draw([]) },
      { tag: "tbody", mark: source.mark(token.align, token.raw), draw: body => fill(body, rows) },
    ]);
  },

  blockquote(block, token, source) {
    blocks(container(block, "blockquote"), token.tokens, source);
  },

  code(block, token) {
    const code = document.createElement("code");
    code.append(highlighted(`${token.text}\n`, token.lang?.split(/\s/)[0]));
    become(only(container(block, "pre"), "code"), code);
  },
};

function blocks(parent, tokens, source) {
  const whole = (block, token) => become(block, source.draw(token));
  const shown = tokens.filter(token => token.type !== "space" && token.type !== "def");
  fill(
    parent,
    shown.map(token => ({
      tag: "div",
      mark: source.mark(token.raw),
      draw: block => (DRAWN[token.type] ?? whole)(block, token, source),
    })),
  );
}

/**
 * Makes `element` show `text`. What is as it was is left alone, so that a text that grows neither flickers nor loses
 * what the reader selected in it. What is nested too deeply to be read is shown as it is.
 */
export function show(element, text) {
  try {
    if (TOO_DEEP.test(text)) throw new RangeError();
    const source = new Source(text);
    blocks(element, source.blocks, source);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // what the stack throws when it is full
    element.textContent = text;
  }
}
