// How a select plays: few options as buttons that are all seen, many as a list; several of many with a box to search in.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { texts } from "../../state/given.js";
import "../option-list.js";

export const icon = "list-checks";
export const name = "Select";
export const inEditing = "Visitors choose here";

const FEW = 6; // options that are all seen at once

/** Some options as pills: `many` of them can be chosen, or one. */
function pills({ run, widget, label }, options, chosen, isRequired) {
  const { many = false } = widget.settings;
  const set = event => run.setInput(widget.id, picked(event.currentTarget));
  const pill = option => html`<label class="pill-choice">
    <input type=${many ? "checkbox" : "radio"} name="option-${widget.id}" value=${option}
      .checked=${live(chosen.includes(option))}><span dir="auto">${option}</span></label>`;
  return html`<div class="pills" role=${many ? "group" : "radiogroup"} aria-labelledby=${label}
    aria-required=${many ? nothing : isRequired} @change=${set}>${options.map(pill)}</div>`;
}

const picked = place => [...place.querySelectorAll("input:checked")].map(box => box.value);

function menu({ run, widget, label }, options, [chosen = ""], isRequired) {
  const set = event => run.setInput(widget.id, event.target.value ? [event.target.value] : []);
  return html`<select class="input" aria-labelledby=${label} aria-required=${isRequired} @change=${set}>
    <option value="" .selected=${live(chosen === "")}>${isRequired ? "Choose…" : "None"}</option>
    ${options.map(option => html`<option value=${option} .selected=${live(option === chosen)}>${option}</option>`)}
  </select>`;
}

const list = ({ run, widget, label }, options, chosen) =>
  html`<option-list .options=${options} .chosen=${chosen} .labelledBy=${label}
    @choose=${event => run.setInput(widget.id, event.detail)}></option-list>`;

/** One that is chosen stays chosen for ever, unless there is a way back. */
const clear = ({ run, widget }) =>
  html`<button class="button quiet small clear" type="button" aria-label="Clear: ${widget.title}"
    @click=${() => run.setInput(widget.id, [])}>Clear</button>`;

export function body(at) {
  const { many = false, required = true } = at.widget.settings;
  const options = texts(at.widget.settings.options);
  if (!options.length) return html`<p class="hint">It has no options yet.</p>`;
  const chosen = at.run.input(at.widget.id);
  const isFew = options.length <= FEW;
  const way = isFew ? pills : many ? list : menu;
  const isStuck = isFew && !many && !required && chosen.length > 0;
  return html`<div class="input-body">
    <div class="select-way">${way(at, options, chosen, required)} ${isStuck ? clear(at) : nothing}</div>
  </div>`;
}

export const mark = ({ widget }) => ((widget.settings.required ?? true) ? "" : "optional");
