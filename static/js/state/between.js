// Puts a widget between a document and those that read all of it: a summary of it, or a search in it. Pure but for the id.

import { fold, named, rewrite, TEMPLATE_FIELDS, written } from "../graph/references.js";
import { blank, sizeOf } from "./blank.js";
import { readers } from "./context.js";
import { freePlace } from "./places.js";

const ASKED = TEMPLATE_FIELDS.filter(field => field !== "when"); // a condition asks whether there is a document at all
const STEMS = { summarise: "Summary of", search: "Found in" };
const LONGEST_TITLE = 80;

/** {graph, id}: the graph with a `summarise` or `search` of the document, to which all its readers now refer instead. */
export function between(graph, source, kind) {
  const { widgets } = graph;
  const made = { ...blank(kind, widgets, kind), title: titleOf(widgets, `${STEMS[kind]} ${source.title}`) };
  made.settings.source = written(source.title);
  if (kind === "search") made.settings.question = questionOf(graph, source);
  made.layout = freePlace(widgets, sizeOf(kind), source.layout);
  const pointed = widgets.map(one =>
    refersInFull(graph, source, one) ? pointedAt(one, source.title, made.title) : one,
  );
  return { graph: { ...graph, widgets: [...pointed, made] }, id: made.id };
}

/** Those that read it, and the notes through which they do. */
function refersInFull(graph, source, one) {
  const all = readers(graph, source);
  return all.includes(one) || (one.kind === "note" && readers(graph, one).some(reader => all.includes(reader)));
}

function pointedAt(widget, title, to) {
  const texts = ASKED.filter(field => typeof widget.settings[field] === "string");
  const settings = Object.fromEntries(texts.map(field => [field, rewrite(widget.settings[field], title, to)]));
  return { ...widget, settings: { ...widget.settings, ...settings } };
}

/** What visitors type beside the document is as a rule what they want to know of it. */
function questionOf(graph, source) {
  const titles = readers(graph, source).flatMap(({ settings }) => named(settings.prompt ?? ""));
  const inputs = graph.widgets.filter(one => one.kind === "input").map(({ title }) => fold(title));
  const asked = titles.find(title => inputs.includes(fold(title)));
  return asked ? written(asked) : "";
}

function titleOf(widgets, wanted) {
  const taken = new Set(widgets.map(({ title }) => fold(title)));
  const cut = wanted.slice(0, LONGEST_TITLE - 4);
  let number = 1;
  while (taken.has(fold(number > 1 ? `${cut} ${number}` : cut))) number += 1;
  return number > 1 ? `${cut} ${number}` : cut;
}
