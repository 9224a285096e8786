// Which model plays a widget that names none. The twin of `choose` in inference/catalogue/cards.py. Pure.

const ENGLISH = new Intl.DisplayNames("en", { type: "language" });

/** "French", "french", "fr" and "fr-CA" are "french". */
export function language(name) {
  const [folded] = name.trim().toLowerCase().replaceAll("_", "-").split("-");
  return /^[a-z]{2,3}$/.test(folded) ? ENGLISH.of(folded).toLowerCase() : folded;
}

function translates({ languages = [] }, { from_language: from = "", to_language: to = "French" }) {
  const suits = ([source, target]) =>
    language(target) === language(to) && (!from.trim() || language(source) === language(from));
  return !languages.length || languages.some(suits);
}

/** Whether the model would do for the widget, where that names none. */
export function suits(model, { kind, settings }) {
  if (kind === "translate") return translates(model, settings);
  return kind !== "code" || (model.instructed ?? true) || !settings.prompt?.trim();
}

/** Of these tasks, the best first; null where none that suits is installed. */
export function usual(models, tasks, widget) {
  const able = tasks.flatMap(task => models.filter(model => model.task === task && model.installed));
  const fitting = able.filter(model => suits(model, widget));
  const rank = ({ task, default: isDefault }) => tasks.indexOf(task) * 2 + (isDefault ? 0 : 1);
  return fitting.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}
