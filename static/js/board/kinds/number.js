// How a number plays: typed between a minus and a plus, or set with a slider that has marks and says where it stands.
import { html, nothing, svg } from "lit";
import { live } from "lit/directives/live.js";
import { icon as symbol } from "../../icons.js";
import { sayCorrected } from "../../numbers.js";
import { nearest } from "../../state/given.js";

export const icon = "hash";
export const name = "Number";
export const inEditing = "Visitors give a number here";

const MOST_LABELS = 6; // under a slider; more marks are lines only

const withUnit = (number, unit) => `${number} ${unit}`.trimEnd();

/** "1 to 100 km", "at least 1", "in steps of 5". */
export function limits({ min = null, max = null, step = null, unit = "" }) {
  const both = min !== null && max !== null;
  const range = both ? `${min} to ${max}` : min !== null ? `at least ${min}` : max !== null ? `at most ${max}` : "";
  const words = [range && withUnit(range, unit), step && step !== 1 ? `in steps of ${step}` : ""].filter(Boolean);
  return words.join(", ");
}

/** Where the slider may stand: as fine as is asked for, else in whole numbers, or in hundredths of a short way. */
function grain({ min, max, step = null }) {
  if (step) return step;
  return max - min >= 10 && Number.isInteger(min) ? 1 : Number(((max - min) / 100).toPrecision(1));
}

function slider({ run, widget, label }, number) {
  const { min, max, unit = "", marks = [] } = widget.settings;
  const words = withUnit(number, unit);
  return html`<div class="slider">
    <input type="range" min=${min} max=${max} step=${grain(widget.settings)} aria-labelledby=${label} aria-valuetext=${words}
      .value=${live(String(number))} @input=${event => run.setInput(widget.id, Number(event.target.value))}>
    <output class="slider-value" aria-hidden="true">${words}</output>
    ${scale(min, max, marks.length ? marks : [min, max])}
  </div>`;
}

/** The marks, where the thumb stands when it is on them. */
function scale(min, max, marks) {
  const every = Math.ceil(marks.length / MOST_LABELS);
  const line = (mark, index) => {
    const place = `${((mark - min) / (max - min)) * 100}%`;
    return svg`<line x1=${place} x2=${place} y1="0" y2="6"></line>
      ${index % every ? nothing : svg`<text x=${place} y="20" text-anchor="middle">${mark}</text>`}`;
  };
  return html`<svg class="slider-marks" aria-hidden="true">${marks.map(line)}</svg>`;
}

function stepper(at, number) {
  const { run, widget, label } = at;
  const { min = null, max = null, step = null, unit = "", required = true } = widget.settings;
  const show = value => String(value ?? "");
  const take = ({ target }) => {
    const typed = target.value.trim() === "" ? NaN : Number(target.value);
    const taken = Number.isFinite(typed) ? nearest(widget.settings, typed) : null;
    run.setInput(widget.id, taken);
    target.value = show(run.input(widget.id));
    if (taken !== null) sayCorrected(widget.title, typed, taken, widget.settings);
  };
  const about = limits(widget.settings);
  return html`<div class="stepper">
      ${button(at, "minus", "Less", number, -1)}
      <input class="input" type="number" inputmode="decimal" aria-labelledby=${label} aria-required=${required}
        aria-describedby=${about ? `limits-${widget.id}` : nothing} min=${min ?? nothing} max=${max ?? nothing}
        step=${step ?? "any"} .value=${show(number)} @change=${take}>
      ${button(at, "plus", "More", number, 1)}
      ${unit ? html`<span class="unit">${unit}</span>` : nothing}
    </div>
    ${about ? html`<p class="help" id="limits-${widget.id}">${about}</p>` : nothing}`;
}

/** The keyboard has its arrows for that. */
function button({ run, widget }, sign, word, number, by) {
  const { settings } = widget;
  const next = nearest(settings, number === null ? (settings.min ?? 0) : number + by * (settings.step ?? 1));
  const isOff = next === number;
  return html`<button class="icon-button bordered" type="button" tabindex="-1" title=${word} aria-label="${word}: ${widget.title}"
    aria-disabled=${isOff} @click=${() => isOff || run.setInput(widget.id, next)}>${symbol(sign)}</button>`;
}

export function body(at) {
  const { slider: isSlider = false, min = null, max = null } = at.widget.settings;
  const number = at.run.input(at.widget.id);
  const hasScale = isSlider && min !== null && max !== null && min < max;
  return html`<div class="input-body">${hasScale ? slider(at, number ?? min) : stepper(at, number)}</div>`;
}

export const mark = ({ widget }) => {
  const { required = true, slider: isSlider = false } = widget.settings;
  return required || isSlider ? "" : "optional";
};
