// The settings of a translation: of what, from and into which language.
import { html } from "lit";
import { condition } from "../fields/condition.js";
import { idle } from "../fields/idle.js";
import { model } from "../fields/model.js";
import { openChoice } from "../fields/open-choice.js";
import { reference } from "../fields/reference-field.js";
import { creativity, longest, more } from "../fields/sampling.js";
import { from, into, TASKS } from "../fields/translating.js";
import { language } from "../fields/usual.js";

const own = "Another language…";

const MENDS =
  "The same language: slips of typing are mended. Read it over: a small model may change names and figures.";

/** The models that may play it. */
function able({ app, widget }) {
  const { model: named } = widget.settings;
  return named ? app.models.filter(one => one.name === named) : app.models;
}

/** From and into which language; the one that the text is in is a choice too. */
function languages(at) {
  const { settings } = at.widget;
  const { from_language: source = "", to_language: target = "French" } = settings;
  const help = language(source) === language(target) ? MENDS : "";
  return html`
    ${openChoice(at, "from_language", "From", from(able(at), settings), { own })}
    ${openChoice(at, "to_language", "Into", into(able(at), settings), { value: "French", own, help })}
  `;
}

export const fields = at => html`
  ${reference(at, "source", "What to translate")}
  ${languages(at)}
  ${model(at, TASKS)}
  <div class="folds">
    ${more(at, { first: html`${creativity(at, 0.2)} ${longest(at)}`, fields: ["temperature", "max_tokens"] })}
    ${condition(at)} ${idle(at)}
  </div>
`;
