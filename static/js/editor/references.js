// References in CodeMirror: where the chips stand, and what the picker offers after an @. No DOM here.
import { downstream } from "../graph/order.js";
import { fold, tokens, written } from "../graph/references.js";

const SILENT = ["heading"]; // kinds that hold nothing to refer to

/** The references of a text, in order: {from, to, title, isKnown}. `titles` are those that exist. */
export function chips(text, titles) {
  const known = new Set(titles.map(fold));
  return tokens(text)
    .filter(token => token.title !== null)
    .map(token => ({ ...token, isKnown: known.has(fold(token.title)) }));
}

/** What was typed since an @ that begins a reference: {from, query}, or null. An @ within a word or after \ does not. */
export function beginning(before) {
  const match = /(?<![\w\\])@\[?([^[\]@\n]{0,80})$/u.exec(before);
  return match && { from: match.index, query: match[1] };
}

/** The widgets to choose from for `query`, best first: {widget, title, circle}; `circle`: it waits for this one. */
export function choices(graph, id, query) {
  const sought = fold(query);
  const circle = downstream(graph, [id]);
  return graph.widgets
    .filter(widget => widget.id !== id && !SILENT.includes(widget.kind) && fold(widget.title).includes(sought))
    .map(widget => ({ widget, title: widget.title, circle: circle.has(widget.id) }))
    .toSorted((a, b) => a.circle - b.circle || starts(b, sought) - starts(a, sought));
}

const starts = ({ title }, sought) => Number(fold(title).startsWith(sought));

/** The title of a text that is one reference and nothing else; null of every other text. */
export function only(text) {
  const [token, ...more] = tokens(text);
  const isAll =
    token && token.title !== null && !more.length && !`${text.slice(0, token.from)}${text.slice(token.to)}`.trim();
  return isAll ? token.title : null;
}

/** What choosing writes when `after` is the next character: a bracket that stands there already is eaten. */
export const chosen = (after, title) => ({ insert: written(title), eats: after === "]" ? 1 : 0 });

/** The smallest replacement that makes `old` into `now`, so that the cursor stays where it is: {from, to, insert}. */
export function difference(old, now) {
  const shorter = Math.min(old.length, now.length);
  let from = 0;
  while (from < shorter && old[from] === now[from]) from += 1;
  let same = 0;
  while (same < shorter - from && old[old.length - 1 - same] === now[now.length - 1 - same]) same += 1;
  return { from, to: old.length - same, insert: now.slice(from, now.length - same) };
}
