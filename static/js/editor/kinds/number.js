// The settings of a number: its limits, its unit, and whether it is typed or set with a slider.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { entries } from "../fields/entry-list.js";
import { check, line, number } from "../fields.js";

const ENDS = { min: 0, max: 100 };

/** A slider has two ends: where one is not set, it gets one. */
function withSlider({ min = null, max = null }, slider) {
  if (!slider || (min !== null && max !== null)) return { slider };
  const low = min ?? Math.min(ENDS.min, (max ?? ENDS.max) - ENDS.max);
  return { slider, min: low, max: max ?? low + ENDS.max };
}

function readMark({ min = null, max = null }) {
  return text => {
    const mark = Number(text.replace(",", "."));
    if (!Number.isFinite(mark)) return { fault: "This is not a number. Write it in digits." };
    if ((min !== null && mark < min) || (max !== null && mark > max))
      return { fault: `This is off the slider, which goes from ${min ?? "…"} to ${max ?? "…"}.` };
    return { entry: mark };
  };
}

const marks = at =>
  entries(at, "marks", "Marks on the slider", {
    noun: "mark",
    placeholder: "Add a number…",
    most: 50,
    longest: 20,
    order: (a, b) => a - b,
    read: readMark(at.widget.settings),
  });

export function fields(at) {
  const { slider = false, required = true } = at.widget.settings;
  return html`
    <div class="two">
      ${number(at, "min", "Minimum", { placeholder: "None" })} ${number(at, "max", "Maximum", { placeholder: "None" })}
      ${number({ ...at, set: ({ step }) => at.set({ step: step || null }) }, "step", "Step", { min: 0, placeholder: "Any" })}
      ${line(at, "unit", "Unit", { placeholder: "km", maxlength: 40 })}
    </div>
    ${number(at, "default", "Number at first", {
      placeholder: slider ? "The minimum" : "None",
      help: required || slider ? "" : "Without one it may stay empty.",
    })}
    <div class="checks">
      <label class="check">
        <input type="checkbox" .checked=${live(slider)}
          @change=${event => at.set(withSlider(at.widget.settings, event.target.checked))}>
        <span>Slider <small>Drag between the minimum and the maximum.</small></span>
      </label>
      ${check(at, "required", "Must be filled in", { value: true, help: "Widgets that use it wait for it." })}
    </div>
    ${slider ? marks(at) : nothing}
  `;
}
