// The settings of a picture.
import { html } from "lit";
import { check } from "../fields.js";

export const fields = at => html`<div class="checks">
  ${check(at, "required", "Must be filled in", { value: true, help: "Widgets that use it wait for it." })}
</div>`;
