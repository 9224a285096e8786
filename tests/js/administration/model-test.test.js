import assert from "node:assert/strict";
import { test } from "node:test";
import { put } from "../dom.js";

await import("../../../static/js/administration/model-test.js");

/** What is asked of this model when the form is sent as it stands. */
async function asked(model) {
  const element = await put("model-test", { model: { name: "one", title: "One", ...model } });
  const all = [];
  element.trial.ask = async (...one) => all.push(one);
  element.querySelector("form").dispatchEvent(new window.Event("submit", { cancelable: true }));
  const [[question, to]] = all;
  return { question, to };
}

test("a model that translates is asked for its own first pair of languages", async () => {
  const { question, to } = await asked({ task: "translation", languages: [["fr", "en"]] });
  assert.deepEqual([question.work, question.source, question.target], ["translate", "fr", "en"]);
  assert.deepEqual(to, [{ card: "one" }]);
});

test("one for all languages is asked for French", async () => {
  const { question } = await asked({ task: "translation", languages: [] });
  assert.deepEqual([question.source, question.target], ["English", "French"]);
});
