// The settings of a search: in what, for what, and how many passages.
import { html } from "lit";
import { condition } from "../fields/condition.js";
import { idle } from "../fields/idle.js";
import { model } from "../fields/model.js";
import { reference } from "../fields/reference-field.js";
import { prompt, whole } from "../fields.js";

export const fields = at => html`
  ${reference(at, "source", "Where to search", { help: "Passages from documents come with their page." })}
  ${prompt(at, "question", "What to find", {
    placeholder: "@Question",
    help: "A whole question finds more than a word. Type @ to use what another widget holds.",
  })}
  ${whole(at, "passages", "Passages", { value: 3, min: 1, max: 20 })}
  ${model(at, ["embedding", "reranking"])}
  <div class="folds">${condition(at)} ${idle(at, { hasExample: false })}</div>
`;
