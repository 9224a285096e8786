// The settings of a document: how many files it takes, and whether it has to be filled in.
import { html, nothing } from "lit";
import { check, whole } from "../fields.js";

export const fields = at => html`
  <div class="checks">
    ${check(at, "many", "Several files", { value: true, help: "In prompts, each file appears under its name." })}
    ${check(at, "required", "Must be filled in", { value: true, help: "Widgets that use it wait for it." })}
  </div>
  ${(at.widget.settings.many ?? true) ? whole(at, "most", "Most files", { value: 5, min: 1, max: 20 }) : nothing}
`;
