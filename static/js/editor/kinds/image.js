// The settings of an AI image: what it shows and does not show, its model, its size, and how carefully it is drawn.
import { html } from "lit";
import { condition } from "../fields/condition.js";
import { fold } from "../fields/fold.js";
import { idle } from "../fields/idle.js";
import { model, playing } from "../fields/model.js";
import { seed } from "../fields/sampling.js";
import { size } from "../fields/size.js";
import { number, prompt, whole } from "../fields.js";

const TASKS = ["image"];
const OWN = "The model’s own";

const more = at =>
  fold(
    at,
    "More",
    html`
      ${whole(at, "steps", "Steps", { min: 1, max: 200, placeholder: OWN, help: "More steps take longer and look finer." })}
      ${number(at, "guidance", "Guidance", {
        min: 0,
        max: 30,
        placeholder: OWN,
        help: "How closely it keeps to the prompt: 1 hardly, 7 well, 15 slavishly.",
      })}
    `,
    { fields: ["steps", "guidance"] },
  );

export const fields = at => html`
  ${prompt(at, "prompt", "What it shows", {
    isTall: true,
    placeholder: "A watercolour of…",
    help: "Type @ to use what another widget holds.",
  })}
  ${prompt(at, "negative_prompt", "What it should not show", { placeholder: "text, blurred" })}
  ${model(at, TASKS)} ${size(at, playing(at, TASKS)?.most_pixels)} ${seed(at, "picture")}
  <div class="folds">${more(at)} ${condition(at)} ${idle(at, { hasExample: false })}</div>
`;
