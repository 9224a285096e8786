// What can be tried out: which works there are, what each asks for, and how it becomes a question or a widget. Pure.
import { PROGRAMMING } from "../editor/fields/languages.js";
import { from, into } from "../editor/fields/translating.js";

const said = prompt => [{ role: "user", content: prompt }];

export const WORKS = {
  text: {
    title: "Write",
    tasks: ["text"],
    prompt: "What should the models write?",
    asked: ({ prompt }) => ({ work: "text", messages: said(prompt) }),
    widget: ({ prompt }) => ({ prompt }),
  },
  translate: {
    title: "Translate",
    tasks: ["translation", "text"],
    prompt: "What should be translated?",
    fields: { source: { label: "From", choices: from }, target: { label: "Into", choices: into } },
    asked: ({ prompt, source, target }) => ({ work: "translate", text: prompt, source, target }),
    widget: ({ prompt, source, target }) => ({ source: prompt, from_language: source, to_language: target }),
  },
  code: {
    title: "Code",
    tasks: ["code", "text"],
    prompt: "What should the code do?",
    fields: { language: { label: "Language", choices: () => PROGRAMMING } },
    asked: ({ prompt, language }) => ({ work: "code", prompt, language }),
    widget: ({ prompt, language }) => ({ prompt, language }),
  },
  image: {
    title: "Draw",
    tasks: ["image"],
    prompt: "What should be in the picture?",
    asked: ({ prompt }) => ({ work: "image", prompt }),
    widget: ({ prompt }) => ({ prompt }),
  },
};

export const USUAL = { source: "English", target: "French", language: "python" };

/** The models that can do a work: installed ones first. */
export function able(models, work) {
  const { tasks } = WORKS[work];
  const own = models.filter(model => tasks.includes(model.task));
  return own.toSorted((a, b) => b.installed - a.installed || tasks.indexOf(a.task) - tasks.indexOf(b.task));
}

/** Numbers in a list such as "0.2, 0.7 1": those that are none, or out of bounds, are left out. */
export function numbers(text, { least, most }) {
  const all = text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(Number);
  return [...new Set(all.filter(one => Number.isFinite(one) && one >= least && one <= most))];
}

/** One model with each temperature and each seed, row by row. */
export const sweep = (card, temperatures, seeds) =>
  temperatures.flatMap(temperature => seeds.map(seed => ({ card, parameters: { temperature, seed } })));

/** "12 tokens · 34 a second · first after 0.2 s", of what is known of an answer. */
export function measured({ usage }) {
  if (!usage?.seconds) return "";
  const { output_tokens: tokens, seconds, first_token_seconds: first } = usage;
  const parts = [];
  if (tokens) parts.push(`${tokens} tokens`, `${(tokens / seconds).toFixed(1)} a second`);
  else parts.push(`${seconds.toFixed(1)} s`);
  if (first) parts.push(`first after ${first.toFixed(2)} s`);
  return parts.join(" · ");
}
