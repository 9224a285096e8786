// The fields of the settings: a label, a box, help, and the problems of that field with their remedy.
// `at` is what a kind's form gets: {app, run, widget, set(patch), problems(field)}.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { sayCorrected } from "../numbers.js";

export const idOf = (at, field) => `setting-${at.widget.id}-${field}`;

export const isWrong = (at, field) => at.problems(field).length > 0;

export const described = (at, field, help) => (help || isWrong(at, field) ? `${idOf(at, field)}-about` : nothing);

/** Help, and what is wrong with remedy, under a box. */
export function about(at, field, help = "") {
  const problems = at.problems(field);
  if (!help && !problems.length) return nothing;
  return html`<div id="${idOf(at, field)}-about">
    ${problems.map(problem => html`<p class="error">${problem.message}</p>`)}
    ${help ? html`<p class="help">${help}</p>` : nothing}
  </div>`;
}

/** A box under its label. */
const labelled = (at, field, label, help, box) => html`<div class="field">
  <label for=${idOf(at, field)}>${label}</label>
  ${box}
  ${about(at, field, help)}
</div>`;

export function line(
  at,
  field,
  label,
  { value = "", help = "", placeholder = "", maxlength = 500, among = null } = {},
) {
  const id = idOf(at, field);
  const box = html`<input class="input" id=${id} dir="auto" autocomplete="off" placeholder=${placeholder}
    maxlength=${maxlength} list=${among ? `${id}-among` : nothing}
    aria-invalid=${isWrong(at, field)} aria-describedby=${described(at, field, help)}
    .value=${live(at.widget.settings[field] ?? value)} @input=${event => at.set({ [field]: event.target.value })}>
    ${among ? html`<datalist id="${id}-among">${among.map(one => html`<option value=${one}></option>`)}</datalist>` : nothing}`;
  return labelled(at, field, label, help, box);
}

export function area(at, field, label, { value = "", help = "", placeholder = "", rows = 3, maxlength = 50000 } = {}) {
  const box = html`<textarea class="input" id=${idOf(at, field)} dir="auto" rows=${rows} placeholder=${placeholder}
    maxlength=${maxlength} aria-invalid=${isWrong(at, field)} aria-describedby=${described(at, field, help)}
    .value=${live(at.widget.settings[field] ?? value)}
    @input=${event => at.set({ [field]: event.target.value })}></textarea>`;
  return labelled(at, field, label, help, box);
}

/** Several short texts, one a line, taken when the box is left. `read` makes a list of the text, `show` a text of it. */
export function lines(at, field, label, { help = "", rows = 2, read, show }) {
  const box = html`<textarea class="input" id=${idOf(at, field)} dir="auto" rows=${rows} maxlength="2000"
    aria-invalid=${isWrong(at, field)} aria-describedby=${described(at, field, help)}
    .value=${show(at.widget.settings[field] ?? [])}
    @change=${event => at.set({ [field]: read(event.target.value) })}></textarea>`;
  return labelled(at, field, label, help, box);
}

const isNumber = typed => typed.trim() !== "" && Number.isFinite(Number(typed));

/** What was typed, as the nearest number within the limits; `value` where nothing was, or no number. */
function nearest(typed, { value, min, max, step }) {
  if (!isNumber(typed)) return value;
  const number = Number(typed);
  return Math.min(Math.max(step === "any" ? number : Math.round(number / step) * step, min), max);
}

/** A number, taken when the box is left: what is out of its limits goes to the nearest that is in them. */
export function number(at, field, label, { value = null, help = "", placeholder = "", ...more } = {}) {
  const { min = -LARGEST, max = LARGEST, step = "any" } = more;
  const take = ({ target }) => {
    const typed = target.value;
    const taken = nearest(typed, { value, min, max, step });
    at.set({ [field]: taken });
    target.value = taken ?? "";
    if (isNumber(typed)) sayCorrected(label, Number(typed), taken, { ...more, step });
  };
  const box = html`<input class="input number" id=${idOf(at, field)} type="number"
    inputmode=${step === 1 ? "numeric" : "decimal"} min=${more.min ?? nothing} max=${more.max ?? nothing} step=${step}
    placeholder=${placeholder} aria-invalid=${isWrong(at, field)} aria-describedby=${described(at, field, help)}
    .value=${String(at.widget.settings[field] ?? value ?? "")} @change=${take}>`;
  return labelled(at, field, label, help, box);
}

const LARGEST = 1e15; // a graph holds no numbers beyond 2^53

export const whole = (at, field, label, more = {}) => number(at, field, label, { ...more, step: 1 });

/** A number on a scale, with a word for where it stands. `word(number)` says it. */
export function scale(at, field, label, { value, min, max, step, word, help = "" }) {
  const number = at.widget.settings[field] ?? value;
  return html`<div class="field scale">
    <label for=${idOf(at, field)}>${label}</label>
    <output for=${idOf(at, field)}>${word(number)} <span class="scale-number">${number}</span></output>
    <input id=${idOf(at, field)} type="range" min=${min} max=${max} step=${step} aria-valuetext="${word(number)}, ${number}"
      aria-describedby=${described(at, field, help)}
      .value=${live(String(number))} @input=${event => at.set({ [field]: Number(event.target.value) })}>
    ${about(at, field, help)}
  </div>`;
}

export function check(at, field, label, { value = false, help = "" } = {}) {
  return html`<label class="check">
    <input type="checkbox" .checked=${live(at.widget.settings[field] ?? value)}
      @change=${event => at.set({ [field]: event.target.checked })}>
    <span>${label}${help ? html` <small>${help}</small>` : nothing}</span>
  </label>`;
}

/** One of a few: `choices` are {value, label, disabled?}. */
export function select(at, field, label, choices, { value = "", help = "" } = {}) {
  const chosen = at.widget.settings[field] ?? value;
  const box = html`<select class="input" id=${idOf(at, field)} aria-invalid=${isWrong(at, field)}
    aria-describedby=${described(at, field, help)} @change=${event => at.set({ [field]: event.target.value })}>
    ${choices.map(
      one =>
        html`<option value=${one.value} ?disabled=${one.disabled} .selected=${live(one.value === chosen)}>${one.label}</option>`,
    )}
  </select>`;
  return labelled(at, field, label, help, box);
}

/** One of very few, all of them seen: `choices` are {value, label}. */
export function choice(at, field, label, choices, { value = choices[0].value, help = "" } = {}) {
  const chosen = at.widget.settings[field] ?? value;
  return html`<fieldset class="field" aria-describedby=${described(at, field, help)}>
    <legend class="label">${label}</legend>
    <div class="pills">${choices.map(
      one => html`<label class="pill-choice"><input type="radio" name=${idOf(at, field)} value=${one.value}
        .checked=${live(one.value === chosen)} @change=${() => at.set({ [field]: one.value })}><span>${one.label}</span></label>`,
    )}</div>
    ${about(at, field, help)}
  </fieldset>`;
}

/** A text that may refer to other widgets. */
export function prompt(at, field, label, { placeholder = "", help = "", isTall = false, isCode = false } = {}) {
  const id = idOf(at, field);
  return html`<div class="field">
    <div class="field-head">
      <span class="label" id="${id}-label">${label}</span>
      <button class="button quiet small" type="button" title="Use what another widget holds"
        @click=${event => event.target.closest(".field").querySelector("prompt-editor").offer()}>@ Insert</button>
    </div>
    <prompt-editor class="${isTall ? "is-tall" : ""} ${isCode ? "is-code" : ""}" .app=${at.app} .widgetId=${at.widget.id}
      .field=${field} .label=${label} .placeholder=${placeholder}
      ?data-invalid=${isWrong(at, field)}></prompt-editor>
    ${about(at, field, help)}
  </div>`;
}
