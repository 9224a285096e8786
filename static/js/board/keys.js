// What keys do to a card that has the focus in edit mode. Pure.
import { COLUMNS } from "../state/places.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ACTS = { Enter: "open", Delete: "remove", Backspace: "remove", Escape: "leave" };

/** What a key event asks for: {act} with "move" or "resize" and {dx, dy}, or "open", "remove", "duplicate", "leave". */
export function wanted({ key, shiftKey, ctrlKey, metaKey, altKey }) {
  const command = ctrlKey || metaKey;
  if (altKey) return null;
  if (command) return key.toLowerCase() === "d" && !shiftKey ? { act: "duplicate" } : null;
  if (STEPS[key]) return { act: shiftKey ? "resize" : "move", dx: STEPS[key][0], dy: STEPS[key][1] };
  return ACTS[key] && !shiftKey ? { act: ACTS[key] } : null;
}

/** The layout one cell further, or the same at the edge of the board. */
export function moved(layout, { dx, dy }) {
  const x = Math.min(Math.max(layout.x + dx, 0), COLUMNS - layout.w);
  return { ...layout, x, y: Math.max(layout.y + dy, 0) };
}

/** One cell wider, narrower, taller or lower; never less than one, never past the edge. */
export function resized(layout, { dx, dy }) {
  const w = Math.min(Math.max(layout.w + dx, 1), COLUMNS - layout.x);
  return { ...layout, w, h: Math.max(layout.h + dy, 1) };
}

/** For those who listen. */
export function spoken(act, title, { x, y, w, h }) {
  if (act === "resize") return `${title}: ${w} ${w === 1 ? "column" : "columns"} wide, ${h} high`;
  return `${title}: column ${x + 1}, row ${y + 1}`;
}
