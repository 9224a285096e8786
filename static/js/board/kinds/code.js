// How code plays: in colours, without the fences and the words that a model puts around it.
import { html } from "lit";
import { languageTitle } from "../../highlight.js";
import { reads } from "../../state/answers.js";
import { answering } from "./answer.js";
import "../texts/code-text.js";

export const icon = "code-xml";
export const name = "Code";

const language = widget => widget.settings.language ?? "python";

const draw = ({ status, widget }) => html`<code-text .language=${language(widget)}
  .growing=${status.state === "running"} .text=${reads(widget, status.value)}></code-text>`;

const more = ({ widget }) => [languageTitle(language(widget))];

export const { body, mark, foot, isThere, past, words } = answering({ draw, more, doing: "writing…", past: "written" });
