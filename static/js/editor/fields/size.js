// The size of a picture: one of a few shapes, or width and height of one's own; without them, what the model likes best.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { idOf, number } from "../fields.js";

const SHAPES = [
  ["Any", null, null],
  ["Square", 512, 512],
  ["Portrait", 512, 768],
  ["Landscape", 768, 512],
];

const LIMITS = { min: 64, max: 2048, step: 8, placeholder: "Any" };

/** `most`: pixels that the model draws; null is no limit. What it cannot draw is not offered. */
export function size(at, most = null) {
  const { width = null, height = null } = at.widget.settings;
  const shape = ([label, wide, high]) => html`<label class="pill-choice">
    <input type="radio" name=${idOf(at, "shape")} .checked=${live(wide === width && high === height)}
      @change=${() => at.set({ width: wide, height: high })}><span>${label}</span></label>`;
  const isDrawable = ([, wide, high]) => !wide || !most || wide * high <= most;
  return html`<fieldset class="field">
    <legend class="label">Size</legend>
    <div class="pills">${SHAPES.filter(isDrawable).map(shape)}</div>
    <div class="two">
      ${number(at, "width", "Width, in pixels", LIMITS)} ${number(at, "height", "Height, in pixels", LIMITS)}
    </div>
    ${
      most
        ? html`<p class="help">This model draws at most ${most.toLocaleString("en")} pixels, such as
      ${Math.floor(Math.sqrt(most))} × ${Math.floor(Math.sqrt(most))}.</p>`
        : nothing
    }
  </fieldset>`;
}
