// How a classification plays: a bar for each label, the best one first.
import { html } from "lit";
import { parsed } from "../texts/parsed.js";
import { answering } from "./answer.js";

export const icon = "tags";
export const name = "Classification";

const percent = new Intl.NumberFormat("en", { style: "percent" });

/** [{label, score}], the best first. */
export const scores = value => (parsed(value) ?? []).toSorted((a, b) => b.score - a.score);

const bar = ({ label, score }) => html`<li>
  <span class="score-label" dir="auto">${label}</span>
  <span class="score-percent">${percent.format(score)}</span>
  <meter max="1" .value=${score} aria-hidden="true"></meter>
</li>`;

const draw = ({ status, label }) =>
  html`<ol class="scores" aria-labelledby=${label} tabindex="0">${scores(status.value).map(bar)}</ol>`;

export const { body, mark, foot, isThere, past, words } = answering({ draw, doing: "deciding…", past: "decided" });
