// How a note plays: Markdown, in which references show what other widgets hold just now.
import { html } from "lit";

export const icon = "sticky-note";
export const name = "Note";

export function body({ app, run, widget }) {
  const text = run.value(widget.id);
  if (!text.trim()) return html`<p class="hint">${app.mode === "edit" ? "Write something in the settings." : ""}</p>`;
  return html`<prose-text .text=${text}></prose-text>`;
}

export const mark = () => "";
