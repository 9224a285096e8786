/* What keeps a graph from being played: titles that clash, references that hang, circles.
   What the settings of each kind may hold is not known here. The twin of widgets/graph/problems.py:
   both read tests/cases/problems.json. */

import { cycles } from "./order.js";
import { find, fold, named, templates, written } from "./references.js";

/** Problems `{widget, field, code, message}`, with the same words as the server's. */
export function problems(graph) {
  return [...duplicates(graph), ...dangling(graph), ...circles(graph)];
}

function duplicates(graph) {
  const times = new Map();
  for (const { title } of graph.widgets) times.set(fold(title), (times.get(fold(title)) ?? 0) + 1);
  return graph.widgets
    .filter(({ title }) => times.get(fold(title)) > 1)
    .map(({ id, title }) => ({
      widget: id,
      field: "title",
      code: "duplicate_title",
      message: `More than one widget is called “${title}”. Give this one or the other a new title.`,
    }));
}

function dangling(graph) {
  const titles = new Set(graph.widgets.map(({ title }) => fold(title)));
  const found = [];
  for (const widget of graph.widgets) {
    for (const [field, text] of templates(widget)) {
      for (const title of named(text).filter(title => !titles.has(fold(title)))) {
        const message =
          `“${widget.title}” refers to ${written(title)}, but no widget is called “${title}”. ` +
          "Correct the reference, or add a widget with that title.";
        found.push({ widget: widget.id, field, code: "dangling_reference", message });
      }
    }
  }
  return found;
}

function circles(graph) {
  const widgets = new Map(graph.widgets.map(widget => [widget.id, widget]));
  return cycles(graph).flatMap(ids => {
    const circle = ids.map(id => widgets.get(id));
    return circle.map(widget => ({
      widget: widget.id,
      field: fieldInto(graph, widget, ids),
      code: "cycle",
      message: sentence(circle),
    }));
  });
}

/** The setting through which a widget of a circle needs the circle. */
function fieldInto(graph, widget, ids) {
  const leads = ([, text]) => named(text).some(title => ids.includes(find(graph, title)?.id));
  return templates(widget).find(leads)?.[0] ?? null;
}

function sentence(circle) {
  const titles = circle.map(({ title }) => `“${title}”`);
  if (titles.length === 1) return `${titles[0]} refers to itself. Remove that reference.`;
  const together = `${titles.slice(0, -1).join(", ")} and ${titles.at(-1)}`;
  return `${together} wait for each other in a circle. Remove one of the references between them.`;
}
