// What ratings are for, as it is said to who rates. Pure; `app` is as the API gives it.

export const TEACHES = "If you rate a result, it may teach models, together with what you filled in.";

/** Whether somebody else than its owner is to be told so. */
export const isToBeTold = ({ ratings_teach, rights }) => Boolean(ratings_teach && !rights.edit);

/** Of a correction; `teaches` is whether the kind of its widget can teach a model. */
export function purpose({ ratings_teach, rights }, teaches) {
  if (teaches && rights.edit) return "It is kept as an example to learn from.";
  return teaches && ratings_teach
    ? "It may teach models, together with what you filled in."
    : "It is kept with what was played, and teaches no model.";
}
