/* References: `@[Title]` in a setting means "put that widget's value here".
   `\@[` writes `@[` literally; every other character is text. The twin of widgets/graph/references.py:
   both read tests/cases/references.json. */

// The settings that may hold references, whatever the kind.
export const TEMPLATE_FIELDS = [
  "prompt",
  "instructions",
  "text",
  "source",
  "question",
  "negative_prompt",
  "prefix",
  "suffix",
  "when",
];

// What Python's str.strip takes away, which is not what String.trim does.
const SPACE = new Set(
  "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000",
);

const OVERRIDES = /[\u202a-\u202e\u2066-\u2069]/g; // they turn the text around a title

/** A title as it counts: without space around it, and without what overrides the direction of writing. */
export function trim(title) {
  const text = title.replaceAll(OVERRIDES, "");
  let from = 0;
  let to = text.length;
  while (from < to && SPACE.has(text[from])) from += 1;
  while (to > from && SPACE.has(text[to - 1])) to -= 1;
  return text.slice(from, to);
}

/** What two titles that mean the same widget have in common: trimmed, NFC, each code point in lower case. */
export function fold(title) {
  const lower = Array.from(trim(title).normalize("NFC"), point => point.toLowerCase());
  return lower.join("").replaceAll("ς", "σ").normalize("NFC");
}

/** What is more than text: `{from, to, title}` of each reference and, with title null, of each escape. */
export function tokens(text) {
  const found = [];
  for (const match of text.matchAll(/\\@\[|@\[([^[\]\r\n\0]*)\]/g)) {
    const title = match[1] === undefined ? null : trim(match[1]);
    if (title !== "") found.push({ from: match.index, to: match.index + match[0].length, title });
  }
  return found;
}

/** The text as strings, unescaped and never empty, and references `{title}`. */
export function parse(text) {
  const pieces = [];
  let literal = "";
  let position = 0;
  for (const { from, to, title } of tokens(text)) {
    literal += text.slice(position, from);
    position = to;
    if (title === null) {
      literal += "@[";
      continue;
    }
    if (literal) pieces.push(literal);
    pieces.push({ title });
    literal = "";
  }
  literal += text.slice(position);
  return literal ? [...pieces, literal] : pieces;
}

/** The text with values in place of references: a Map or an object, by folded title. Values are never scanned again. */
export function render(text, values) {
  const known = values instanceof Map ? values : new Map(Object.entries(values));
  return parse(text)
    .map(piece => (typeof piece === "string" ? piece : (known.get(fold(piece.title)) ?? written(piece.title))))
    .join("");
}

/** The text with references to `title` made references to `to`, and nothing else touched. */
export function rewrite(text, title, to) {
  let result = "";
  let position = 0;
  for (const token of tokens(text)) {
    if (token.title === null || fold(token.title) !== fold(title)) continue;
    result += text.slice(position, token.from) + written(trim(to));
    position = token.to;
  }
  return result + text.slice(position);
}

/** How a reference to a title is written. */
export function written(title) {
  return `@[${title}]`;
}

/** The settings of a widget that may hold references: `[field, text]`. */
export function templates(widget) {
  const settings = widget.settings ?? {};
  return TEMPLATE_FIELDS.filter(field => typeof settings[field] === "string").map(field => [field, settings[field]]);
}

/** The titles that a text refers to, in order, each once, as first written. */
export function named(text) {
  const titles = new Map();
  for (const { title } of tokens(text)) {
    if (title !== null && !titles.has(fold(title))) titles.set(fold(title), title);
  }
  return [...titles.values()];
}

/** The titles that a widget refers to, in order, each once, as first written. */
export function references(widget) {
  return named(
    templates(widget)
      .map(([, text]) => text)
      .join("\n"),
  );
}
