// What a visitor gives to each kind of input: what may be given, what counts where nothing is, what is missing, and how
// it reads in a prompt. The twin of widgets/kinds/inputs: both read tests/cases/given.json.

const LIMIT = 2 ** 53; // up to here a browser counts exactly

const isTexts = value => Array.isArray(value) && value.every(one => typeof one === "string");

/** A draft may hold anything; what is no list of texts is none. */
export const texts = value => (isTexts(value) ? value : []);

const text = {
  start: ({ default: initial }) => (typeof initial === "string" ? initial : ""),
  fits: (_, value) => typeof value === "string",
  taken: (settings, value) => (value.trim() ? value : text.start(settings)),
  isEmpty: value => !value.trim(),
  reads: (_, value) => value,
};

const select = {
  start: ({ default: initial }) => texts(initial),
  fits: ({ options, many = false }, value) =>
    isTexts(value) && value.every(option => texts(options).includes(option)) && (many || new Set(value).size < 2),
  taken: ({ options }, value) => texts(options).filter(option => value.includes(option)),
  isEmpty: value => !value.length,
  reads: (_, value) => value.join(", "),
};

const number = {
  /** A slider always stands somewhere: without a default, at its lower end. */
  start: ({ default: initial = null, slider = false, min = null }) => initial ?? (slider ? min : null),
  fits: (settings, value) => Number.isFinite(value) && Math.abs(value) < LIMIT && isOnScale(settings, value),
  taken: (_, value) => value,
  isEmpty: value => value === null,
  reads: ({ unit = "" }, value) => (value === null ? "" : `${value} ${unit}`.trimEnd()),
};

const toggle = {
  start: ({ default: initial = false }) => initial,
  fits: (_, value) => typeof value === "boolean",
  taken: (_, value) => value,
  isEmpty: () => false,
  reads: ({ on = "yes", off = "no" }, value) => (value ? on : off),
};

const uploads = {
  start: () => [],
  fits: ({ many = true, most = 5 }, value) => isTexts(value) && new Set(value).size <= (many ? most : 1),
  taken: (_, value) => [...new Set(value)],
  isEmpty: value => !value.length,
  reads: (_, value, names) => value.map(id => `‹${names[id]?.name ?? "file"}›`).join(" "), // the texts are not known here
};

const picture = {
  ...uploads,
  fits: (_, value) => isTexts(value) && value.length < 2,
  reads: (_, value, names) => value.map(id => `[picture: ${names[id]?.name ?? "file"}]`).join(""),
};

const KINDS = { input: text, select, number, toggle, document: uploads, picture };

const kindOf = widget => KINDS[widget.kind] ?? text;

/** Whether a number lies within the limits and on a step. */
export function isOnScale({ min = null, max = null, step = null }, value) {
  if ((min !== null && value < min) || (max !== null && value > max)) return false;
  const steps = step ? (value - (min ?? 0)) / step : 0;
  return Math.abs(steps - Math.round(steps)) < 1e-6; // 0.3 is three steps of 0.1, whatever the bits say
}

/** The nearest number that can be taken. */
export function nearest({ min = null, max = null, step = null }, value) {
  const [low, high] = [min ?? -LIMIT + 1, max ?? LIMIT - 1];
  const within = Math.min(Math.max(value, low), high);
  if (!step) return within;
  const at = steps => Number(((min ?? 0) + steps * step).toPrecision(12));
  const steps = Math.round((within - (min ?? 0)) / step);
  return at(steps) > high ? at(steps - 1) : at(steps) < low ? at(steps + 1) : at(steps);
}

/** What counts: nothing given, or what cannot be taken any more, means the default. */
export function given(widget, value) {
  const kind = kindOf(widget);
  const { settings } = widget;
  return kind.fits(settings, value) ? kind.taken(settings, value) : kind.start(settings);
}

/** What stands in the box: as given, but a text of blanks stays as it was typed. */
export function boxed(widget, value) {
  return typeof value === "string" && kindOf(widget) === text ? value : given(widget, value);
}

export function isMissing(widget, value) {
  const { settings } = widget;
  return (settings.required ?? true) && kindOf(widget).isEmpty(given(widget, value));
}

/** How what counts reads in a prompt. `files` are Uploads by id. */
export const reads = (widget, value, files = {}) => kindOf(widget).reads(widget.settings, value, files);

/** Whether two values are the same, whatever they are made of. */
export const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);
