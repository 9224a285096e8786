// What a widget of AI shows before it is played: a hint, and an example of what it will look like.
import { html } from "lit";
import { toast } from "../../toast.js";
import { area, line } from "../fields.js";
import { fold } from "./fold.js";

export function idle(at, { hasExample = true } = {}) {
  const body = html`
    ${line(at, "placeholder", "Hint", { placeholder: "What the model makes appears here." })}
    ${hasExample ? example(at) : ""}
  `;
  const { placeholder, example: shown } = at.widget.settings;
  const now = [placeholder && "hint", shown && "example"].filter(Boolean).join(", ");
  return fold(at, "Before it is played", body, { fields: ["placeholder", "example"], now });
}

const LONGEST = 20_000; // characters

function usePresent(at) {
  const { value } = at.run.status(at.widget.id);
  if (value) at.set({ example: value.slice(0, LONGEST) });
  else toast("There is no result yet. Play it first.", { bad: true });
}

function example(at) {
  return html`<div class="field">
    ${area(at, "example", "Example", {
      maxlength: LONGEST,
      help: "Shown in grey until the first play, so that visitors see what to expect.",
    })}
    <button class="button" type="button" @click=${() => usePresent(at)}>Use the present result as the example</button>
  </div>`;
}
