// A number that was typed and cannot be taken as it is: what is said of the one that is taken instead.
import { toast } from "./toast.js";

/** The sentence, or null where nothing was changed. `min`, `max` and `step` as far as there are any. */
export function correction(typed, taken, { min = null, max = null, step = null }) {
  if (typed === taken) return null;
  if (max !== null && typed > max) return `${taken} is the maximum here.`;
  if (min !== null && typed < min) return `${taken} is the minimum here.`;
  return step === 1
    ? `Whole numbers only: ${taken} is the nearest.`
    : `It goes in steps of ${step}: ${taken} is the nearest.`;
}

/** `name`: what the box is called. */
export function sayCorrected(name, typed, taken, limits) {
  const sentence = correction(typed, taken, limits);
  if (sentence) toast(`${name}: ${sentence}`);
}
