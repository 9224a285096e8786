// The settings of code: what it should do, in which language, and what stands before and after it.
import { html } from "lit";
import { condition } from "../fields/condition.js";
import { idle } from "../fields/idle.js";
import { PROGRAMMING } from "../fields/languages.js";
import { model } from "../fields/model.js";
import { openChoice } from "../fields/open-choice.js";
import { creativity, longest, more } from "../fields/sampling.js";
import { prompt } from "../fields.js";

const around = at => html`
  ${prompt(at, "prefix", "Code before it", { isCode: true, placeholder: "def area(" })}
  ${prompt(at, "suffix", "Code after it", { isCode: true, placeholder: "print(area(3, 4))" })}
  ${creativity(at, 0.2)}
`;

export const fields = at => html`
  ${prompt(at, "prompt", "What the code should do", {
    isTall: true,
    placeholder: "A function that…",
    help: "Type @ to use what another widget holds.",
  })}
  ${openChoice(at, "language", "Language", PROGRAMMING, { value: "python", own: "Another language…" })}
  ${model(at, ["code", "text"])} ${longest(at)}
  <div class="folds">
    ${more(at, { first: around(at), fields: ["prefix", "suffix", "temperature"], penalty: 1 })}
    ${condition(at)} ${idle(at)}
  </div>
`;
