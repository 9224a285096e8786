// How a toggle plays: a switch beside what it switches or, without a label, beside what it is set to.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";

export const icon = "toggle-right";
export const name = "Toggle";
export const inEditing = "Visitors switch it here";

export function body({ run, widget, label }) {
  const { label: words = "", on = "yes", off = "no" } = widget.settings;
  const isOn = run.input(widget.id);
  const own = `toggle-${widget.id}`;
  return html`<div class="input-body">
    <label class="switch">
      <input type="checkbox" role="switch" aria-labelledby=${words ? `${label} ${own}` : label}
        aria-describedby=${words ? nothing : own} .checked=${live(isOn)}
        @change=${event => run.setInput(widget.id, event.target.checked)}>
      <span id=${own} dir="auto">${words || (isOn ? on : off)}</span>
    </label>
  </div>`;
}

export const mark = () => "";
