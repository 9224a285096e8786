// What an AI widget asks a model, for those who may see it but do not edit it: its prompt and settings, to be read.
import { html, nothing, render } from "lit";
import { inWords } from "../editor/fields/condition.js";
import { chips } from "../editor/references.js";

const FIRST = ["source", "question", "prompt", "negative_prompt", "instructions"];
const APART = ["model", "when", "when_is", "when_value", "placeholder", "example"];

// As the editor calls them; the others are called as they are written.
const NAMES = {
  source: "What it works on",
  question: "What to find",
  negative_prompt: "What it should not show",
  prefix: "Code before it",
  suffix: "Code after it",
  from_language: "From",
  to_language: "Into",
  focus: "What to look for",
  json_schema: "Shape of the answer",
  temperature: "Creativity",
  max_tokens: "Longest answer, in tokens",
  top_p: "Choice of words",
  repetition_penalty: "Keep from repeating itself",
  stop: "Stop at",
};

const name = field => NAMES[field] ?? (field[0].toUpperCase() + field.slice(1)).replaceAll("_", " ");

const isEmpty = value => value === null || value === "" || value?.length === 0;

/** A text with its references as chips, as the editor shows it. */
function text(value, titles) {
  const found = chips(value, titles);
  const ends = [...found.map(({ from }) => from), value.length];
  const first = value.slice(0, ends[0]);
  return html`${first}${found.map(
    ({ to, title, isKnown }, index) =>
      html`<span class=${isKnown ? "chip" : "chip is-dangling"}>${title}</span>${value.slice(to, ends[index + 1])}`,
  )}`;
}

function shown(value, titles) {
  if (typeof value === "string") return text(value, titles);
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "object" ? JSON.stringify(value, null, 2) : String(value);
}

/** [what it is called, what it is] of each setting that says something, what the model is told first. */
export function rows({ settings }, { models, graph }) {
  const titles = graph.widgets.map(({ title }) => title);
  const fields = [...new Set([...FIRST, ...Object.keys(settings)])].filter(
    field => field in settings && !APART.includes(field) && !isEmpty(settings[field]),
  );
  const chosen = models.find(one => one.name === settings.model)?.title ?? settings.model;
  return [
    ...fields.map(field => [name(field), shown(settings[field], titles)]),
    ...(inWords(settings) ? [["Only plays when", inWords(settings)]] : []),
    ["Model", chosen || "The default of this site"],
  ];
}

export function openPrompt({ app, widget }) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog floating prompt-dialog";
  dialog.setAttribute("aria-labelledby", "prompt-dialog-title");
  render(
    html`<h2 id="prompt-dialog-title" dir="auto">Behind “${widget.title}”</h2>
    <dl>${rows(widget, app).map(([label, value]) => html`<dt>${label}</dt><dd dir="auto">${value}</dd>`)}</dl>
    <p class="help">What is not listed is as usual.${
      app.app.rights.edit ? nothing : " Remix the app to change it in a copy of your own."
    }</p>
    <p class="dialog-buttons">
      <button class="button primary" type="button" autofocus @click=${() => dialog.close()}>Close</button>
    </p>`,
    dialog,
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
