// The words that one looked for, marked where they stand.
import { html } from "lit";

const SHORTEST = 3; // letters
const MOST = 30; // words of a question
const COMMON = new Set(
  "the and for are was were with from that this what which who how why when where does did has have not but its about into your you can".split(
    " ",
  ),
);

/** The words of a question that say what it is about. */
export function terms(question) {
  const words = question.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words)].filter(word => word.length >= SHORTEST && !COMMON.has(word)).slice(0, MOST);
}

/** The text, with <mark> around each of these words and what it ends in: "paint" marks "painted" too. */
export function marked(text, words) {
  if (!words.length) return [text];
  const found = new RegExp(`(?<![\\p{L}\\p{N}])((?:${words.join("|")})\\p{L}{0,3})(?![\\p{L}\\p{N}])`, "giu");
  return text.split(found).map((piece, index) => (index % 2 ? html`<mark>${piece}</mark>` : piece));
}
