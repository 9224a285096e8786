// How freely and how long a model writes: what every kind that a language model plays can be told.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { icon } from "../../icons.js";
import { sayCorrected } from "../../numbers.js";
import { about, described, idOf, lines, scale, whole } from "../fields.js";
import { fold } from "./fold.js";

const HIGHEST_SEED = 2 ** 32 - 1;

/** The words for a number: those of the first limit that it does not exceed. */
const inWords = words => number => words.find(([limit]) => number <= limit)[1];

const freedom = inWords([
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
const reluctance = inWords([
  [1, "Not held back"],
  [1.1, "A little"],
  [1.3, "Firmly"],
  [2, "Strictly"],
]);

export const creativity = (at, value = 0.7) =>
  scale(at, "temperature", "Creativity", { value, min: 0, max: 2, step: 0.1, word: freedom });

export const longest = (at, value = 512) =>
  whole(at, "max_tokens", "Longest answer, in tokens", {
    value,
    min: 1,
    max: 4096,
    help: "A token is about three quarters of a word.",
  });

const wordChoice = (at, value = 0.9) =>
  scale(at, "top_p", "Choice of words", { value, min: 0.05, max: 1, step: 0.05, word: range });

const penalty = (at, value) =>
  scale(at, "repetition_penalty", "Keep from repeating itself", {
    value,
    min: 1,
    max: 2,
    step: 0.05,
    word: reluctance,
  });

// One stop string a line; a line break inside one is written \n.
const readStops = text =>
  text
    .split("\n")
    .map(stop => stop.replaceAll("\\n", "\n").slice(0, 100))
    .filter(Boolean)
    .slice(0, 8);
const showStops = stops => stops.map(stop => stop.replaceAll("\n", "\\n")).join("\n");

const stops = at =>
  lines(at, "stop", "Stop at", {
    read: readStops,
    show: showStops,
    help: "The text ends before any of these: one a line, at most eight. \\n means a line break.",
  });

const chance = () => crypto.getRandomValues(new Uint32Array(1))[0];

/** Random each time, or a number with which the same is made again. `what`: "text", "picture". */
export function seed(at, what = "text") {
  const { seed: fixed = null } = at.widget.settings;
  const set = number => at.set({ seed: number });
  const way = (label, isChosen, act) => html`<label class="pill-choice">
    <input type="radio" name=${idOf(at, "seed-is")} .checked=${live(isChosen)} @change=${act}><span>${label}</span></label>`;
  const help = fixed === null ? "" : `The same prompt with the same number gives the same ${what}.`;
  return html`<fieldset class="field" aria-describedby=${described(at, "seed", help)}>
    <legend class="label">Seed</legend>
    <div class="pills">
      ${way("Random each time", fixed === null, () => set(null))}${way("Fixed", fixed !== null, () => set(chance()))}
    </div>
    ${fixed === null ? nothing : number(at, fixed, set)}
    ${about(at, "seed", help)}
  </fieldset>`;
}

function number(at, fixed, set) {
  const take = event => {
    const typed = Math.round(Number(event.target.value));
    if (!event.target.value.trim() || !Number.isFinite(typed)) {
      event.target.value = fixed;
      return;
    }
    const taken = Math.min(Math.max(typed, 0), HIGHEST_SEED);
    set(taken);
    sayCorrected("Seed", typed, taken, { min: 0, max: HIGHEST_SEED });
  };
  return html`<div class="beside">
    <input class="input number" id=${idOf(at, "seed")} type="number" inputmode="numeric" min="0" max=${HIGHEST_SEED}
      step="1" aria-label="Seed" .value=${live(String(fixed))} @change=${take}>
    <button class="button quiet" type="button" @click=${() => set(chance())}>${icon("dices")} Another</button>
  </div>`;
}

/** What few people change. `first` is drawn above it and has these `fields`; `penalty` is that of the kind. */
export function more(at, { first = nothing, fields = [], penalty: usual = 1.1 } = {}) {
  const body = html`${first} ${wordChoice(at)} ${penalty(at, usual)} ${seed(at)} ${stops(at)}`;
  return fold(at, "More", body, { fields: [...fields, "top_p", "repetition_penalty", "seed", "stop"] });
}
