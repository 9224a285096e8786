// The settings of a translation: of what, from and into which language.
import { html } from "lit";
import { condition } from "../fields/condition.js";
import { idle } from "../fields/idle.js";
import { LANGUAGES } from "../fields/languages.js";
import { model } from "../fields/model.js";
import { openChoice } from "../fields/open-choice.js";
import { reference } from "../fields/reference-field.js";
import { creativity, longest, more } from "../fields/sampling.js";
import { language } from "../fields/usual.js";

const languages = LANGUAGES.map(name => ({ value: name, label: name }));
const own = "Another language…";

const MENDS =
  "The same language: slips of typing are mended. Read it over: a small model may change names and figures.";

/** Into which language; the one that the text is in is a choice too. */
function into(at) {
  const { from_language: from = "", to_language: to = "French" } = at.widget.settings;
  const help = language(from) === language(to) ? MENDS : "";
  return openChoice(at, "to_language", "Into", languages, { value: "French", own, help });
}

export const fields = at => html`
  ${reference(at, "source", "What to translate")}
  ${openChoice(at, "from_language", "From", [{ value: "", label: "Whatever it is in" }, ...languages], { own })}
  ${into(at)}
  ${model(at, ["translation", "text"])}
  <div class="folds">
    ${more(at, { first: html`${creativity(at, 0.2)} ${longest(at)}`, fields: ["temperature", "max_tokens"] })}
    ${condition(at)} ${idle(at)}
  </div>
`;
