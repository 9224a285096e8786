// The settings of a heading: a line of text under its title, and a line that divides.
import { html } from "lit";
import { area, check } from "../fields.js";

export const fields = at => html`
  ${area(at, "text", "Text under the title", { rows: 2, maxlength: 2000, placeholder: "What comes below?" })}
  ${check(at, "line", "A line under it", { value: true })}
`;
