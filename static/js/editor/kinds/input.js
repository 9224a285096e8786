// The settings of an input.
import { html } from "lit";
import { area, check, line, whole } from "../fields.js";

export function fields(at) {
  const isLong = at.widget.settings.multiline ?? false;
  const initial = { help: "Used when nothing else is typed." };
  return html`
    ${line(at, "placeholder", "Hint in the empty box", { placeholder: "For example: a robot who paints" })}
    ${
      isLong
        ? area(at, "default", "Default text", initial)
        : line(at, "default", "Default text", { ...initial, maxlength: 50000 })
    }
    <div class="checks">
      ${check(at, "multiline", "Many lines", { help: "A taller box, for longer texts." })}
      ${check(at, "required", "Must be filled in", { value: true, help: "Widgets that use it wait for it." })}
    </div>
    ${whole(at, "max_length", "Longest text, in characters", { value: 5000, min: 1, max: 100_000 })}
  `;
}
