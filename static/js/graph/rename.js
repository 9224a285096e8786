/* Renaming a widget together with the references to it.
   The twin of widgets/graph/rename.py: both read tests/cases/rename.json. */

import { fold, rewrite, templates, trim } from "./references.js";

/** Why a text cannot be a title, as a sentence; "" when it can. */
export function titleFault(title) {
  if (!trim(title)) return "A widget needs a title. Give it one.";
  if (/[[\]\r\n\0]/.test(title)) return "A title cannot contain square brackets or line breaks. Leave them out.";
  if (Array.from(title).length > 80) return "A title has at most 80 characters. Shorten it.";
  return "";
}

/** A new graph. References follow, unless two widgets have the old or the new title: then none is touched,
    because it could not be told any more which of the two a reference means. Throws for what is no title. */
export function rename(graph, id, title) {
  const fault = titleFault(title);
  if (fault) throw new RangeError(fault);
  const old = graph.widgets.find(widget => widget.id === id).title;
  const others = new Set(graph.widgets.filter(widget => widget.id !== id).map(widget => fold(widget.title)));
  const follows = !others.has(fold(old)) && !others.has(fold(title));
  const changed = widget => ({
    ...widget,
    title: widget.id === id ? trim(title) : widget.title,
    settings: follows ? moved(widget, old, title) : { ...widget.settings },
  });
  return { ...graph, widgets: graph.widgets.map(changed) };
}

function moved(widget, from, to) {
  const rewritten = templates(widget).map(([field, text]) => [field, rewrite(text, from, to)]);
  return { ...widget.settings, ...Object.fromEntries(rewritten) };
}
