// New widgets: a title that is still free, a size that suits the kind, an id. Pure but for chance.

import { fold } from "../graph/references.js";
import { titleFault } from "../graph/rename.js";

const STEMS = { input: "Input", text: "Text", note: "Note" };
const SIZES = { input: { w: 4, h: 3 }, text: { w: 6, h: 6 }, note: { w: 4, h: 3 } };
const SIZE = { w: 4, h: 4 };
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

export function blank(kind, widgets, stem) {
  return { id: newId(), kind, title: freeTitle(widgets, STEMS[kind] ?? stem), settings: {} };
}

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
