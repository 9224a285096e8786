// Where widgets stand on the board of 12 columns: free places and reading order. Pure.

export const COLUMNS = 12;

export const overlaps = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

const free = (widgets, place) => !widgets.some(widget => overlaps(widget.layout, place));

/** In cells, from middle to middle. */
export const distance = (a, b) => Math.hypot(a.x + a.w / 2 - b.x - b.w / 2, a.y + a.h / 2 - b.y - b.h / 2);

/** The first free place for w × h cells: beside `near`, or the next one in reading order from its row on. */
export function freePlace(widgets, { w, h }, near = null) {
  const beside = near && { x: near.x + near.w, y: near.y, w, h };
  if (beside && beside.x + w <= COLUMNS && free(widgets, beside)) return beside;
  for (let y = near?.y ?? 0; ; y++) {
    for (let x = 0; x + w <= COLUMNS; x++) {
      if (free(widgets, { x, y, w, h })) return { x, y, w, h };
    }
  }
}

/** A layout that the schema takes: whole cells, inside the board. */
export function fitted(layout) {
  const w = clamp(layout.w, 1, COLUMNS);
  return { x: clamp(layout.x, 0, COLUMNS - w), y: clamp(layout.y, 0, 1000), w, h: clamp(layout.h, 1, 100) };
}

const clamp = (value, least, most) => Math.min(Math.max(Math.round(value), least), most);

export const sameLayout = (a, b) => a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h;

/** Rows from top to bottom, each from left to right. */
export const inReadingOrder = widgets => widgets.toSorted((a, b) => a.layout.y - b.layout.y || a.layout.x - b.layout.x);
