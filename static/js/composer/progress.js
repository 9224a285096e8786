// What a composition is doing, in a few words. Pure.

const FILL = "fill-";

/** `composing` has its composition and whether a model has begun with it. */
export function nextStep({ composition, isBegun }) {
  if (!isBegun) return "Waiting for the model…";
  const [first] = composition.waits_for;
  const named = composition.title ? `“${composition.title}”` : "the app";
  if (!composition.changes && !composition.graph.widgets.length) return "Planning the app…";
  if (!first?.startsWith(FILL)) return "Thinking about the change…";
  const left = composition.graph.widgets.filter(({ id }) => composition.waits_for.includes(FILL + id));
  return left.length ? `Writing ${titles(left)} …` : `Finishing ${named} …`;
}

function titles(widgets) {
  const [first, ...others] = widgets.map(({ title }) => `“${title}”`);
  return others.length ? `${first} and ${others.length} more` : first;
}
