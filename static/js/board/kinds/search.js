// How a search plays: the passages that it found as quotes, with where they stand; the words one asked for are marked.
import { html, nothing } from "lit";
import { fold, parse } from "../../graph/references.js";
import { parsed } from "../texts/parsed.js";
import { marked, terms } from "../texts/terms.js";
import { answering } from "./answer.js";

export const icon = "text-search";
export const name = "Search";

const LONG = 280; // characters of a passage that are shown until one asks for all

const percent = new Intl.NumberFormat("en", { style: "percent", signDisplay: "negative" }); // no "-0%"

export const passages = value => parsed(value) ?? [];

/** The question as it was asked: its references filled in. */
function question({ app, run, widget }) {
  const ids = new Map(app.graph.widgets.map(({ id, title }) => [fold(title), id]));
  const value = title => (ids.has(fold(title)) ? run.value(ids.get(fold(title))) : "");
  const words = piece => (typeof piece === "string" ? piece : value(piece.title));
  return parse(widget.settings.question ?? "")
    .map(words)
    .join("");
}

function unfold({ currentTarget: button }) {
  const isOpen = button.closest("li").classList.toggle("is-open");
  button.setAttribute("aria-expanded", isOpen);
}

const more = html`<button class="button quiet small" type="button" aria-expanded="false" @click=${unfold}>
  <span class="when-closed">Show all</span><span class="when-open">Show less</span>
</button>`;

function quote({ text, source, where, score }, looked) {
  const place = [source, where].filter(Boolean).join(", ");
  return html`<li class="passage ${text.length > LONG ? "is-long" : ""}">
    <blockquote dir="auto">${marked(text, looked)}</blockquote>
    <p class="passage-place">
      <cite dir="auto">${place}</cite>
      <span title="How close it is to the question">${percent.format(score)}<span class="visually-hidden"> close</span></span>
      ${text.length > LONG ? more : nothing}
    </p>
  </li>`;
}

function draw(at) {
  const looked = terms(question(at));
  const found = passages(at.status.value);
  if (!found.length) return html`<p class="hint">Nothing in the source is close to the question.</p>`;
  return html`<ol class="passages" aria-labelledby=${at.label} tabindex="0">${found.map(one => quote(one, looked))}</ol>`;
}

export const { body, mark, foot, isThere, past, words } = answering({ draw, doing: "searching…", past: "searched" });
