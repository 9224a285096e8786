// The settings of AI text: the prompt, the model, and how freely and how long it writes.
import { html } from "lit";
import { ref } from "lit/directives/ref.js";
import { lines, prompt, scale, select, whole } from "../fields.js";

const FOLDED = ["instructions", "top_p", "seed", "stop"];

/** The words for a number: those of the first limit that it does not exceed. */
const inWords = words => number => words.find(([limit]) => number <= limit)[1];

const creativity = inWords([
  [0, "Always the same"],
  [0.4, "Careful"],
  [0.8, "Balanced"],
  [1.2, "Inventive"],
  [2, "Wild"],
]);
const range = inWords([
  [0.3, "Only the likeliest words"],
  [0.7, "Likely words"],
  [0.95, "Most words"],
  [1, "All words"],
]);

function models({ models }, chosen) {
  const own = models.filter(model => model.task === "text");
  const usual = own.find(model => model.default);
  const choices = own.map(({ name, title, installed }) => ({
    value: name,
    label: installed ? title : `${title} (not installed)`,
    disabled: !installed,
  }));
  const unknown = chosen && !own.some(model => model.name === chosen);
  return [
    { value: "", label: usual ? `The usual one (${usual.title})` : "The usual one" },
    ...choices,
    ...(unknown ? [{ value: chosen, label: `${chosen} (not available)`, disabled: true }] : []),
  ];
}

// One stop string a line; a line break inside one is written \n.
const readStops = text =>
  text
    .split("\n")
    .map(stop => stop.replaceAll("\\n", "\n").slice(0, 100))
    .filter(Boolean)
    .slice(0, 8);
const showStops = stops => stops.map(stop => stop.replaceAll("\n", "\\n")).join("\n");

/** Opens for what is wrong; only a hand closes it. */
function unfold(fold, isWrong) {
  if (fold && isWrong) fold.open = true;
}

export function fields(at) {
  const { settings } = at.widget;
  const isWrong = FOLDED.some(field => at.problems(field).length);
  return html`
    ${prompt(at, "prompt", "Prompt", {
      isTall: true,
      placeholder: "Write a short story about…",
      help: "Type @ to use what another widget holds.",
    })}
    ${select(at, "model", "Model", models(at.app, settings.model))}
    ${scale(at, "temperature", "Creativity", { value: 0.7, min: 0, max: 2, step: 0.1, word: creativity })}
    ${whole(at, "max_tokens", "Longest answer, in tokens", {
      value: 512,
      min: 1,
      max: 4096,
      help: "A token is about three quarters of a word.",
    })}
    <details class="fold" ${ref(fold => unfold(fold, isWrong))}>
      <summary>More settings</summary>
      <div class="fold-body">
        ${prompt(at, "instructions", "Instructions", {
          placeholder: "You are a friendly teacher…",
          help: "Who the model is and how it should write, apart from the task.",
        })}
        ${scale(at, "top_p", "Choice of words", { value: 0.9, min: 0.05, max: 1, step: 0.05, word: range })}
        ${whole(at, "seed", "Seed", {
          min: 0,
          max: 2 ** 32 - 1,
          placeholder: "Random",
          help: "With the same number the same prompt gives the same text.",
        })}
        ${lines(at, "stop", "Stop at", {
          read: readStops,
          show: showStops,
          help: "The text ends before any of these: one a line, at most eight. \\n means a line break.",
        })}
      </div>
    </details>
  `;
}
