// Whether what a document holds is more than the models read that it goes to. Pure.

import { fold, references } from "../graph/references.js";

const IN_FULL = ["text", "chat", "translate", "code"]; // kinds whose model reads the whole of what they refer to
const USUAL_ANSWER = 512; // tokens, where the settings say nothing
const CHARACTERS = 4; // a token, where nobody counted

/** The widgets that put this one's value before a model as a whole, directly or in a note. */
export function readers(graph, { title }, seen = new Set()) {
  const referring = graph.widgets.filter(one => references(one).some(other => fold(other) === fold(title)));
  const found = new Set(referring.filter(one => IN_FULL.includes(one.kind)));
  for (const note of referring.filter(one => one.kind === "note" && !seen.has(one.id))) {
    for (const one of readers(graph, note, new Set([...seen, note.id]))) found.add(one);
  }
  return [...found];
}

/** All tokens of these Uploads, and whether they are only an estimate. */
export function tokensOf(uploads) {
  const counts = uploads.map(({ tokens, characters }) => tokens ?? Math.ceil((characters ?? 0) / CHARACTERS));
  return { tokens: counts.reduce((sum, count) => sum + count, 0), isGuess: uploads.some(one => one.tokens === null) };
}

/** The reader whose model has the least room for so many tokens: {widget, model}; null where all have enough. */
export function tooLongFor({ graph, models }, widget, tokens) {
  const tight = readers(graph, widget)
    .map(reader => ({ widget: reader, model: modelOf(models, reader) }))
    .filter(({ widget: reader, model }) => model && tokens + answerOf(reader) > model.context)
    .sort((a, b) => a.model.context - b.model.context);
  return tight[0] ?? null;
}

const answerOf = ({ settings }) => settings.max_tokens ?? USUAL_ANSWER;

const modelOf = (models, { settings }) =>
  models.find(one => (settings.model ? one.name === settings.model : one.task === "text" && one.default));
