/* What keeps a graph from being played: titles that clash, references that hang, circles.
   What the settings of each kind may hold is not known here. The twin of widgets/graph/problems.py:
   both read tests/cases/problems.json. */

import { cycles } from "./order.js";
import { fold, named, templates, written } from "./references.js";

const MOST_IN_A_FIELD = 10; // references that hang: who corrects them is told of the next
const LONGEST_TITLE = 80; // characters

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
      const unknown = named(text).filter(title => !titles.has(fold(title)));
      for (const title of unknown.slice(0, MOST_IN_A_FIELD)) found.push(nobody(widget, field, title));
    }
  }
  return found;
}

function nobody(widget, field, title) {
  const short = Array.from(title).slice(0, LONGEST_TITLE).join("");
  const message =
    `“${widget.title}” refers to ${written(short)}, but no widget is called “${short}”. ` +
    "Correct the reference, or add a widget with that title.";
  return { widget: widget.id, field, code: "dangling_reference", message };
}

function circles(graph) {
  const widgets = new Map(graph.widgets.map(widget => [widget.id, widget]));
  return cycles(graph).flatMap(ids => {
    const circle = ids.map(id => widgets.get(id));
    const titles = new Set(circle.map(({ title }) => fold(title)));
    return circle.map(widget => ({
      widget: widget.id,
      field: fieldInto(widget, titles),
      code: "cycle",
      message: sentence(circle),
    }));
  });
}

/** The setting through which a widget of a circle needs the circle. */
function fieldInto(widget, titles) {
  const leads = ([, text]) => named(text).some(title => titles.has(fold(title)));
  return templates(widget).find(leads)?.[0] ?? null;
}

function sentence(circle) {
  const titles = circle.map(({ title }) => `“${title}”`);
  if (titles.length === 1) return `${titles[0]} refers to itself. Remove that reference.`;
  const together = `${titles.slice(0, -1).join(", ")} and ${titles.at(-1)}`;
  return `${together} wait for each other in a circle. Remove one of the references between them.`;
}
