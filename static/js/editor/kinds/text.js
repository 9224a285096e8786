// The settings of AI text: the prompt, the model, how freely and how long it writes, and the shape of the answer.
import { html } from "lit";
import { condition } from "../fields/condition.js";
import { idle } from "../fields/idle.js";
import { json } from "../fields/json.js";
import { model } from "../fields/model.js";
import { creativity, longest, more } from "../fields/sampling.js";
import { prompt } from "../fields.js";

export const fields = at => html`
  ${prompt(at, "prompt", "Prompt", {
    isTall: true,
    placeholder: "Write a short story about…",
    help: "Type @ to use what another widget holds.",
  })}
  ${model(at, ["text"])} ${creativity(at)} ${longest(at)}
  <div class="folds">
    ${more(at, {
      first: prompt(at, "instructions", "Instructions", {
        placeholder: "You are a friendly teacher…",
        help: "Who the model is and how it should write, apart from the task.",
      }),
      fields: ["instructions"],
    })}
    ${json(at)} ${condition(at)} ${idle(at)}
  </div>
`;
