// What a lesson says, shaped for a curve and for sentences. Pure.
import { counted } from "../words.js";

/** Columns of the same length, as uPlot takes them: steps, the loss of what is learned, and that of what is held out. */
export function columns(moments) {
  const steps = [...new Set(moments.map(([step]) => step))].sort((one, other) => one - other);
  const [learned, heldOut] = [1, 2].map(place => {
    const known = new Map(moments.filter(moment => moment[place] !== null).map(moment => [moment[0], moment[place]]));
    return steps.map(step => known.get(step) ?? null);
  });
  return [steps, learned, heldOut];
}

export const percent = share => `${Math.round(100 * share)} %`;

/** "40 seconds", "3 minutes": as exactly as anybody can tell. */
export const lasting = seconds =>
  seconds < 90
    ? counted(Math.max(5, 5 * Math.round(seconds / 5)), "second")
    : counted(Math.round(seconds / 60), "minute");

/** Whether it was worth it, of what was right before and after. */
export function verdict({ before, after }) {
  if (after > before) return `Better: ${percent(after)} are right now, ${percent(before)} were before.`;
  const said = `Not better: ${percent(after)} are right, and ${percent(before)} were before.`;
  return `${said} Give more examples, or let it learn longer.`;
}
