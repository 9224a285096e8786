// How AI text plays: what the model wrote so far, as Markdown, or as data where the widget asks for JSON.
import { html } from "lit";
import { parsed } from "../texts/parsed.js";
import { answering } from "./answer.js";
import "../texts/json-text.js";

export const icon = "sparkles";
export const name = "AI text";

export const prose = ({ status }) =>
  html`<prose-text .growing=${status.state === "running"} .text=${status.value}></prose-text>`;

const data = ({ status }) => html`<json-text .growing=${status.state === "running"} .text=${status.value}></json-text>`;

/** Visitors who may not see the settings do not see the schema either: then the answer itself tells. */
function isData({ widget, status }) {
  const value = widget.settings.json_schema ? {} : /^[[{]/.test(status.value) && parsed(status.value);
  return value !== null && typeof value === "object";
}

const draw = at => (isData(at) ? data(at) : prose(at));

export const { body, mark, foot, isThere, past, words } = answering({ draw, doing: "writing…", past: "written" });
