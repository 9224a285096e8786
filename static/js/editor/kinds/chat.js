// The settings of a chat: who the model is, how it begins, and how freely and how long it answers.
import { html } from "lit";
import { condition } from "../fields/condition.js";
import { idle } from "../fields/idle.js";
import { model } from "../fields/model.js";
import { creativity, longest, more } from "../fields/sampling.js";
import { area, prompt } from "../fields.js";

export const fields = at => html`
  ${prompt(at, "instructions", "Instructions", {
    isTall: true,
    placeholder: "You are a patient guide to the city of…",
    help: "Who the model is and what it should know. Type @ to use what another widget holds.",
  })}
  ${area(at, "first_message", "First message", {
    placeholder: "Hello. What would you like to see?",
    maxlength: 20_000,
    help: "Shown as the first thing the model says.",
  })}
  ${model(at, ["text"])} ${creativity(at)} ${longest(at)}
  <div class="folds">${more(at)} ${condition(at)} ${idle(at, { hasExample: false })}</div>
`;
