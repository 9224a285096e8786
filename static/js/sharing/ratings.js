// What ratings are for, as it is said to who rates. Pure; `app` is as the API gives it.

export const TEACHES = "If you rate a result, it may teach models, together with what you filled in.";

/** Whether somebody else than its owner is to be told so. */
export const isToBeTold = ({ ratings_teach, rights }) => Boolean(ratings_teach && !rights.edit);

/** Of a correction. */
export function purpose({ ratings_teach, rights }) {
  if (rights.edit) return "It is kept as an example to learn from.";
  return ratings_teach
    ? "It may teach models, together with what you filled in."
    : "It is kept with what you played, and teaches no model.";
}
