// All that a run holds, in one file: what was put in, then what came out, as one reads the board. Pure.
import { inReadingOrder } from "../state/places.js";
import * as results from "./results.js";

const kindOf = (app, widget) => app.kinds.find(kind => kind.name === widget.kind);

const isThere = ({ status, widget }) =>
  widget.kind === "image" ? Boolean(status.files?.length) : Boolean(status.value);

/** The widgets in reading order, each as results.js takes it. */
function read({ app, run }) {
  const widgets = inReadingOrder(app.graph.widgets);
  return widgets.map(widget => ({ app, run, widget, status: run.status(widget.id), kind: kindOf(app, widget) }));
}

const isInput = ({ kind }) => kind?.takes_input && !kind.plays;

const isResult = one =>
  one.kind?.plays && (one.widget.kind === "chat" ? one.run.said(one.widget.id).length > 0 : isThere(one));

/** Whether there is anything to keep. */
export const isWorthKeeping = page => read(page).some(isResult);

/** On one line in bold, or a text of several lines beneath its title. */
function given({ run, widget }) {
  const value = run.value(widget.id);
  return value.includes("\n") ? `**${widget.title}:**\n\n${value}` : `**${widget.title}:** ${value}`;
}

function part(one) {
  const { widget, run } = one;
  if (widget.kind === "heading") return [`## ${widget.title}`, widget.settings.text].filter(Boolean).join("\n\n");
  if (widget.kind === "note") return run.value(widget.id);
  return isResult(one) ? `## ${widget.title}\n\n${results.markdown(one)}` : "";
}

export function markdown(page) {
  const all = read(page);
  const { title, description } = page.app.app;
  const inputs = all.filter(one => isInput(one) && one.run.value(one.widget.id)).map(given);
  const parts = [`# ${title}`, description, ...inputs, ...all.map(part)];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

export function data(page) {
  const all = read(page);
  const { id, title } = page.app.app;
  return {
    app: { id, title, revision: page.run.run?.revision ?? null, address: location.origin + location.pathname },
    run: page.run.run?.id ?? null,
    kept_at: new Date().toISOString(),
    inputs: Object.fromEntries(all.filter(isInput).map(({ widget, run }) => [widget.title, run.input(widget.id)])),
    results: all.filter(isResult).map(results.data),
  };
}
