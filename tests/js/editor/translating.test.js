import assert from "node:assert/strict";
import { test } from "node:test";
import { from, into } from "../../../static/js/editor/fields/translating.js";

const model = (title, more) => ({ name: title, title, task: "translation", installed: true, ...more });

const PHRASES = model("Phrases", { languages: [["en", "fr"], ["fr", "en"], ["en", "es"], ["es", "en"]] }); // biome-ignore format: pairs
const ALL = model("Everything", { languages: [] });
const WRITES = model("Writes", { task: "text" });

/** [[label, the languages of that group]] */
function groups(choices) {
  const all = choices.filter(one => one.choices);
  return all.map(({ label, choices: within }) => [label, within.map(({ value }) => value)]);
}

test("the languages that a translator knows are a group before those left to the language model", () => {
  const [[translated, known], [otherwise, others]] = groups(into([PHRASES, WRITES], {}));
  assert.deepEqual([translated, known], ["Translated by Phrases", ["English", "French", "Spanish"]]);
  assert.equal(otherwise, "Other languages, by Writes");
  assert.ok(others.includes("German") && !others.includes("French"));
});

test("which they are depends on the other language", () => {
  assert.deepEqual(groups(into([PHRASES, WRITES], { from_language: "French" }))[0][1], ["English"]);
  assert.deepEqual(groups(from([PHRASES, WRITES], { to_language: "English" }))[0][1], ["French", "Spanish"]);
  assert.deepEqual(groups(from([PHRASES, WRITES], { to_language: "Welsh" })), []);
});

test("a text may also be in whatever language it is", () => {
  assert.deepEqual(from([PHRASES], {})[0], { value: "", label: "Whatever it is in" });
});

test("several translators are not named one by one, and one that is not installed does not count", () => {
  const french = model("French", { languages: [["en", "fr"]] });
  const spanish = model("Spanish", { languages: [["en", "es"]] });
  const german = model("German", { languages: [["en", "de"]], installed: false });
  const [[label, known]] = groups(into([french, spanish, german, WRITES], {}));
  assert.deepEqual([label, known], ["Translated by models that were made for it", ["French", "Spanish"]]);
});

test("without a language model the others are said to be nobody's", () => {
  assert.equal(groups(into([PHRASES], {}))[1][0], "Other languages, which no chosen model translates");
});

test("where one model translates all of them there is nothing to tell apart", () => {
  for (const models of [[ALL, WRITES], [WRITES], []]) assert.equal(groups(into(models, {})).length, 0);
});
