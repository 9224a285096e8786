// The languages to translate from and into, in groups where only some of them have a translator. Pure.
import { LANGUAGES } from "./languages.js";
import { usual } from "./usual.js";

export const TASKS = ["translation", "text"];

const named = name => ({ value: name, label: name });

/** As choices: `models` are those that may play it, `settings` those of the widget. */
export const into = (models, settings) => grouped(models, settings, "to_language");

export const from = (models, settings) => [
  { value: "", label: "Whatever it is in" },
  ...grouped(models, settings, "from_language"),
];

/** For each language of `field`, with the other one as it is set, the model that would play it is asked for. */
function grouped(models, settings, field) {
  const playing = name => usual(models, TASKS, { kind: "translate", settings: { ...settings, [field]: name } });
  const hasTranslator = name => playing(name)?.task === "translation";
  const known = LANGUAGES.filter(hasTranslator);
  const others = LANGUAGES.filter(name => !hasTranslator(name));
  if (!known.length || !others.length) return LANGUAGES.map(named);
  return [
    { label: translated([...new Set(known.map(name => playing(name).title))]), choices: known.map(named) },
    { label: otherwise(playing(others[0])), choices: others.map(named) },
  ];
}

const translated = titles =>
  titles.length === 1 ? `Translated by ${titles[0]}` : "Translated by models that were made for it";

const otherwise = model =>
  model ? `Other languages, by ${model.title}` : "Other languages, which no chosen model translates";
