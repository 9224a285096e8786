// New widgets: a title that is still free, a size that suits the kind, settings to begin with, an id. Pure but for chance.

import { fold, written } from "../graph/references.js";
import { titleFault } from "../graph/rename.js";
import { distance } from "./places.js";

const STEMS = { text: "Text", image: "Image" };
const SIZES = {
  input: { w: 4, h: 3 },
  select: { w: 4, h: 3 },
  number: { w: 4, h: 3 },
  toggle: { w: 4, h: 3 },
  document: { w: 4, h: 5 },
  picture: { w: 4, h: 5 },
  text: { w: 6, h: 6 },
  chat: { w: 6, h: 10 },
  image: { w: 6, h: 9 },
  summarise: { w: 6, h: 5 },
  translate: { w: 6, h: 5 },
  code: { w: 6, h: 7 },
  classify: { w: 4, h: 5 },
  search: { w: 6, h: 7 },
  note: { w: 4, h: 3 },
  heading: { w: 12, h: 2 },
};
const SIZE = { w: 4, h: 4 };
const SETTINGS = {
  select: { options: ["First option", "Second option"] },
  classify: { labels: ["praise", "a complaint", "a question"] },
};
const READERS = ["summarise", "translate", "classify", "search"]; // kinds that work on what one other widget holds
const GIVEN = ["document", "input"];
const TEXTS = [...GIVEN, "text", "chat", "summarise", "translate", "code", "search", "note"]; // kinds to work on
const LONGEST_TITLE = 80;

// Not randomUUID: over plain HTTP browsers have none.
const newId = () =>
  [...crypto.getRandomValues(new Uint8Array(6))].map(byte => byte.toString(16).padStart(2, "0")).join("");

/** "Text 1", or the first number that is free. */
export function freeTitle(widgets, stem) {
  const taken = new Set(widgets.map(widget => fold(widget.title)));
  const numbered = number => `${stem.slice(0, LONGEST_TITLE - 4)} ${number}`;
  let number = 1;
  while (taken.has(fold(numbered(number)))) number += 1;
  return numbered(number);
}

/** `near`: the widget beside which it is put. */
export function blank(kind, widgets, stem, near = null) {
  const source = READERS.includes(kind) ? sourceOf(kind, widgets, near) : "";
  const settings = { ...structuredClone(SETTINGS[kind] ?? {}), ...(source ? { source } : {}) };
  return { id: newId(), kind, title: freeTitle(widgets, STEMS[kind] ?? stem), settings };
}

/**
 * What to work on: beside one of its kind the same as that; beside a text that text; else what visitors give, nearest to
 * it or newest; where they give none, the newest text.
 */
function sourceOf(kind, widgets, near) {
  const isAnother = near?.kind === kind;
  if (isAnother && near.settings.source?.trim()) return near.settings.source;
  const texts = widgets.filter(one => TEXTS.includes(one.kind) && !(isAnother && one === near)).reverse(); // the newest first
  if (texts.includes(near)) return written(near.title);
  const given = texts.filter(one => GIVEN.includes(one.kind));
  const [found] = given.length ? nearest(given, near) : texts;
  return found ? written(found.title) : "";
}

const nearest = (widgets, near) =>
  near ? widgets.toSorted((a, b) => distance(a.layout, near.layout) - distance(b.layout, near.layout)) : widgets;

export const sizeOf = kind => SIZES[kind] ?? SIZE;

/** A copy under a free title: "Story 2" of "Story", "Story 3" of "Story 2". */
export function copyOf(widget, widgets) {
  const stem = widget.title.replace(/ \d+$/, "");
  const title = freeTitle([...widgets, { title: `${stem} 1` }], stem);
  return { ...structuredClone(widget), id: newId(), title };
}

/** Why a widget cannot have this title, with what to do; null when it can. */
export function titleRefusal(widgets, id, title) {
  const other = widgets.find(widget => widget.id !== id && fold(widget.title) === fold(title));
  const clash = other && `There is a widget “${other.title}” already. Choose another title.`;
  return titleFault(title) || clash || null;
}
