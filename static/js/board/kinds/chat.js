// How a chat plays: a conversation and a box to say something in.
import { html } from "lit";
import { copy } from "../../clipboard.js";
import { UNFINISHED } from "../../state/results.js";
import { complain, toast } from "../../toast.js";
import { took } from "./answer.js";
import "../chat-box.js";

export const icon = "message-circle";
export const name = "Chat";
export const inEditing = "Visitors talk here"; // the box is then only looked at

const MARKS = { waiting: "waiting", queued: "thinking…", running: "answering…" };

export const mark = ({ status }) => {
  if (status.stopping && status.state === "running") return "stopping…";
  return MARKS[status.state] ?? "";
};

export const isThere = ({ run, widget }) => run.said(widget.id).length > 0;

export const foot = at => took(at).join(" · ");

export const spoken = { running: () => "", done: () => "The assistant answered" };

async function startAnew({ run, widget }) {
  try {
    const undo = await run.hush(widget.id);
    toast(`“${widget.title}” starts over.`, { action: "Undo", run: undo });
  } catch (error) {
    complain(error);
  }
}

/** While an answer is being written one can only stop that. */
export function actions(at) {
  if (!isThere(at) || UNFINISHED.includes(at.status.state)) return [];
  return [
    ["message-circle-plus", "New chat", () => startAnew(at)],
    ["copy", "Copy the conversation", () => copy(at.run.value(at.widget.id))],
  ];
}

export const body = ({ app, run, widget, label }) =>
  html`<chat-box .app=${app} .run=${run} .widgetId=${widget.id} .label=${label}></chat-box>`;
