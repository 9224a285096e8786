// The settings of a summary: of what, how long, in which style.
import { html } from "lit";
import { condition } from "../fields/condition.js";
import { idle } from "../fields/idle.js";
import { model } from "../fields/model.js";
import { reference } from "../fields/reference-field.js";
import { creativity, longest, more } from "../fields/sampling.js";
import { choice, line, select } from "../fields.js";

const LENGTHS = ["short", "medium", "long"].map(value => ({ value, label: value[0].toUpperCase() + value.slice(1) }));

const STYLES = [
  { value: "paragraph", label: "Running text" },
  { value: "bullets", label: "List of the main points" },
  { value: "headline", label: "Headline" },
  { value: "plain words", label: "In plain words" },
];

export const fields = at => html`
  ${reference(at, "source", "What to summarise", { help: "Long documents are read in parts." })}
  ${choice(at, "length", "Length", LENGTHS, { value: "medium" })}
  ${select(at, "style", "Style", STYLES, { value: "paragraph" })}
  ${line(at, "focus", "What to look for", {
    placeholder: "For example: what it costs",
    help: "Empty: whatever matters most.",
  })}
  ${model(at, ["text", "summarization"])}
  <div class="folds">
    ${more(at, { first: html`${creativity(at)} ${longest(at)}`, fields: ["temperature", "max_tokens"] })}
    ${condition(at)} ${idle(at)}
  </div>
`;
