// The settings of a toggle: what it switches, and what prompts get when it is on and when it is off.
import { html } from "lit";
import { check, line } from "../fields.js";

export const fields = at => html`
  ${line(at, "label", "What it switches", { placeholder: "In rhyme", maxlength: 200 })}
  ${line(at, "on", "Text when it is on", { value: "yes", maxlength: 2000, help: "Prompts get this text." })}
  ${line(at, "off", "Text when it is off", { value: "no", maxlength: 2000 })}
  ${check(at, "default", "On at first")}
`;
