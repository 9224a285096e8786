// The fields of the settings: a label, a box, help, and the problems of that field with their remedy.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";

/** `at` is what a kind's module gets: {widget, set(patch), problems(field)}. */
const idOf = (at, field) => `setting-${at.widget.id}-${field}`;

const described = (at, field, help) => (help || at.problems(field).length ? `${idOf(at, field)}-about` : nothing);

/** Help, and what is wrong with remedy, under a box. */
export function about(at, field, help = "") {
  const problems = at.problems(field);
  if (!help && !problems.length) return nothing;
  return html`<div id="${idOf(at, field)}-about">
    ${problems.map(problem => html`<p class="error">${problem.message}</p>`)}
    ${help ? html`<p class="help">${help}</p>` : nothing}
  </div>`;
}

export function line(at, field, label, { value = "", help = "", placeholder = "", maxlength = 500 } = {}) {
  return html`<div class="field">
    <label for=${idOf(at, field)}>${label}</label>
    <input class="input" id=${idOf(at, field)} dir="auto" autocomplete="off" placeholder=${placeholder} maxlength=${maxlength}
      aria-invalid=${at.problems(field).length > 0} aria-describedby=${described(at, field, help)}
      .value=${live(at.widget.settings[field] ?? value)} @input=${event => at.set({ [field]: event.target.value })}>
    ${about(at, field, help)}
  </div>`;
}

export function area(at, field, label, { value = "", help = "", placeholder = "", rows = 3 } = {}) {
  return html`<div class="field">
    <label for=${idOf(at, field)}>${label}</label>
    <textarea class="input" id=${idOf(at, field)} dir="auto" rows=${rows} placeholder=${placeholder} maxlength="50000"
      aria-invalid=${at.problems(field).length > 0} aria-describedby=${described(at, field, help)}
      .value=${live(at.widget.settings[field] ?? value)}
      @input=${event => at.set({ [field]: event.target.value })}></textarea>
    ${about(at, field, help)}
  </div>`;
}

/** Several short texts, one a line, taken when the box is left. `read` makes a list of the text, `show` a text of it. */
export function lines(at, field, label, { help = "", rows = 2, read, show }) {
  return html`<div class="field">
    <label for=${idOf(at, field)}>${label}</label>
    <textarea class="input" id=${idOf(at, field)} dir="auto" rows=${rows} maxlength="2000"
      aria-invalid=${at.problems(field).length > 0} aria-describedby=${described(at, field, help)}
      .value=${show(at.widget.settings[field] ?? [])}
      @change=${event => at.set({ [field]: read(event.target.value) })}></textarea>
    ${about(at, field, help)}
  </div>`;
}

/** A whole number, taken when the box is left: what is out of its limits goes to the nearest that is in them. */
export function whole(at, field, label, { value = null, help = "", placeholder = "", min, max } = {}) {
  const take = event => {
    const typed = event.target.value.trim();
    const number = typed === "" ? value : Math.min(Math.max(Math.round(Number(typed)), min), max);
    at.set({ [field]: number });
    event.target.value = number ?? "";
  };
  return html`<div class="field">
    <label for=${idOf(at, field)}>${label}</label>
    <input class="input number" id=${idOf(at, field)} type="number" inputmode="numeric" min=${min} max=${max} step="1"
      placeholder=${placeholder} aria-invalid=${at.problems(field).length > 0}
      aria-describedby=${described(at, field, help)}
      .value=${String(at.widget.settings[field] ?? value ?? "")} @change=${take}>
    ${about(at, field, help)}
  </div>`;
}

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
  return html`<div class="field">
    <label for=${idOf(at, field)}>${label}</label>
    <select class="input" id=${idOf(at, field)} aria-invalid=${at.problems(field).length > 0}
      aria-describedby=${described(at, field, help)} @change=${event => at.set({ [field]: event.target.value })}>
      ${choices.map(
        one =>
          html`<option value=${one.value} ?disabled=${one.disabled} .selected=${one.value === chosen}>${one.label}</option>`,
      )}
    </select>
    ${about(at, field, help)}
  </div>`;
}

/** A text that may refer to other widgets. */
export function prompt(at, field, label, { placeholder = "", help = "", isTall = false } = {}) {
  const id = idOf(at, field);
  return html`<div class="field">
    <div class="field-head">
      <span class="label" id="${id}-label">${label}</span>
      <button class="button quiet small" type="button" title="Use what another widget holds"
        @click=${event => event.target.closest(".field").querySelector("prompt-editor").offer()}>@ Insert</button>
    </div>
    <prompt-editor class=${isTall ? "is-tall" : ""} .app=${at.app} .widgetId=${at.widget.id} .field=${field}
      .label=${label} .placeholder=${placeholder}
      ?data-invalid=${at.problems(field).length > 0}></prompt-editor>
    ${about(at, field, help)}
  </div>`;
}
