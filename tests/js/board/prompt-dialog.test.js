import assert from "node:assert/strict";
import { test } from "node:test";
import "../dom.js";

const { render } = await import("lit");
const { rows } = await import("../../../static/js/board/prompt-dialog.js");

const widget = (title, settings) => ({ title, settings });
const app = widgets => ({ graph: { widgets }, models: [{ name: "small", title: "Small" }] });

/** The rows as one reads them: {label: text}. */
function read(one, others = []) {
  const box = document.createElement("div");
  return Object.fromEntries(
    rows(one, app([one, ...others])).map(([label, value]) => {
      render(value, box);
      return [label, box.textContent];
    }),
  );
}

test("the prompt comes first, then what else was set, and what says nothing is left out", () => {
  const settings = { max_tokens: 40, stop: [], seed: null, instructions: "Be kind", prompt: "Hi", model: "small" };
  assert.deepEqual(Object.entries(read(widget("A", settings))), [
    ["Prompt", "Hi"],
    ["Instructions", "Be kind"],
    ["Longest answer, in tokens", "40"],
    ["Model", "Small"],
  ]);
});

test("references are chips, and the text around them stays as it is", () => {
  const one = widget("A", { prompt: "Of @[Topic],\nnot \\@[Topic] or @[Gone]." });
  const box = document.createElement("div");
  render(rows(one, app([one, widget("Topic", {})]))[0][1], box);
  assert.equal(box.textContent, "Of Topic,\nnot \\@[Topic] or Gone.");
  assert.deepEqual(
    [...box.querySelectorAll(".chip")].map(chip => chip.className),
    ["chip", "chip is-dangling"],
  );
});

test("a condition is one sentence, and without a model it is the default", () => {
  const found = read(widget("A", { when: "@[Topic]", when_is: "equals", when_value: "cats" }), [widget("Topic", {})]);
  assert.deepEqual(found, { "Only plays when": "Topic equals “cats”", Model: "The default of this site" });
});
