// The settings of a classification: of what, and among which labels.
import { html } from "lit";
import { condition } from "../fields/condition.js";
import { entries } from "../fields/entry-list.js";
import { idle } from "../fields/idle.js";
import { model } from "../fields/model.js";
import { reference } from "../fields/reference-field.js";

export const fields = at => html`
  ${reference(at, "source", "What to label")}
  ${entries(at, "labels", "Labels", {
    noun: "label",
    placeholder: "Add a label…",
    most: 50,
    help: "Words that describe fit best: “a complaint about delivery” rather than “B”. Paste many, one a line.",
  })}
  ${model(at, ["classification", "embedding"])}
  <div class="folds">${condition(at)} ${idle(at, { hasExample: false })}</div>
`;
