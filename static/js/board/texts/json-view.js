// JSON drawn: a list of alike objects as a table, an object of plain values as rows, anything else as a tree to fold.
import { html } from "lit";

const DEEPEST = 12; // levels that are drawn; what lies deeper is shown as it is written

const isObject = value => value !== null && typeof value === "object" && !Array.isArray(value);
const isPlain = value => value === null || typeof value !== "object";
const fitsCell = value => isPlain(value) || (Array.isArray(value) && value.every(isPlain));
const isFlat = value => isObject(value) && Object.values(value).every(fitsCell);
const isTable = value => Array.isArray(value) && value.length > 0 && value.every(isFlat);

const WORDS = new Map([
  [null, "–"],
  [true, "yes"],
  [false, "no"],
]);

const words = value => WORDS.get(value) ?? (Array.isArray(value) ? value.map(words).join(", ") : String(value ?? ""));

/** A key as people write it: "first_name" is "first name". */
const heading = key => key.replaceAll("_", " ");

/** The keys of all these objects, each once, as they come. */
export const columns = objects => [...new Set(objects.flatMap(Object.keys))];

function table(objects) {
  const keys = columns(objects);
  const row = one => html`<tr>${keys.map(key => html`<td dir="auto">${words(one[key])}</td>`)}</tr>`;
  return html`<table>
    <thead><tr>${keys.map(key => html`<th scope="col" dir="auto">${heading(key)}</th>`)}</tr></thead>
    <tbody>${objects.map(row)}</tbody>
  </table>`;
}

function rows(object) {
  const row = ([key, value]) =>
    html`<tr><th scope="row" dir="auto">${heading(key)}</th><td dir="auto">${words(value)}</td></tr>`;
  return html`<table class="is-rows"><tbody>${Object.entries(object).map(row)}</tbody></table>`;
}

function branch(key, value, depth) {
  if (isPlain(value)) return html`<p class="leaf" dir="auto"><span>${key}</span> ${words(value)}</p>`;
  return html`<details open><summary dir="auto">${key}</summary>${view(value, depth + 1)}</details>`;
}

function tree(value, depth) {
  const branches = Array.isArray(value)
    ? value.map((one, index) => [`${index + 1}.`, one])
    : Object.entries(value).map(([key, one]) => [heading(key), one]);
  return branches.map(([key, one]) => branch(key, one, depth));
}

const list = values => html`<ul>${values.map(value => html`<li dir="auto">${words(value)}</li>`)}</ul>`;

/** What shows a parsed value. */
export function view(value, depth = 0) {
  if (isPlain(value)) return html`<p dir="auto">${words(value)}</p>`;
  if (depth === DEEPEST) return html`<p dir="auto">${JSON.stringify(value)}</p>`;
  if (isTable(value)) return table(value);
  if (isFlat(value)) return rows(value);
  return fitsCell(value) ? list(value) : tree(value, depth);
}
