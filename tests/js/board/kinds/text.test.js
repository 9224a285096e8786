import assert from "node:assert/strict";
import { test } from "node:test";
import { at, drawn } from "./drawing.js";

const text = await import("../../../../static/js/board/kinds/text.js");

const hint = (status, settings) => drawn(text, at(status, settings)).querySelector(".hint")?.textContent;

test("a card shows its problem also below what was written before", () => {
  assert.equal(hint({ state: "done", value: "Once.", problem: "No such widget." }), "No such widget.");
  assert.equal(hint({ state: "done", value: "Once." }), undefined);
});

test("a problem comes before an input that is empty", () => {
  assert.equal(hint({ problem: "No such widget.", missing: ["Topic"] }), "No such widget.");
  assert.equal(hint({ mend: ["Tale"], missing: ["Topic"] }), "Fix Tale first.");
  assert.equal(hint({ without: ["Poster"] }), "Needs Poster, which no model plays here yet.");
  assert.equal(hint({ missing: ["Topic"] }), "Fill in Topic to get started.");
});

test("what is to be fixed looks the same before and beside an answer, and unlike other hints", () => {
  const isObstacle = status => drawn(text, at(status)).querySelector(".hint").classList.contains("obstacle");
  assert.ok(isObstacle({ problem: "No such widget." }));
  assert.ok(isObstacle({ state: "done", value: "Once.", mend: ["Tale"] }));
  assert.ok(!isObstacle({ missing: ["Topic"] }));
  assert.ok(!isObstacle({ state: "queued" }));
});

test("before it is played it says what its builder wrote, with an example", () => {
  const settings = { placeholder: "Your story appears here.", example: "**Once** upon a time" };
  assert.equal(hint({}, settings), "Your story appears here.");
  const example = drawn(text, at({}, settings)).querySelector(".example");
  assert.equal(example.querySelector("figcaption").textContent, "Example output");
  assert.equal(example.querySelector("prose-text").text, settings.example);
  assert.equal(drawn(text, at({ state: "done", value: "Once" }, settings)).querySelector(".example"), null);
});

for (const [more, sentence] of [
  [{ when: "@[Topic]" }, "plays when Topic is filled"],
  [{ when: "@[Topic]", when_is: "empty" }, "plays when Topic is empty"],
  [{ when: "@[Mood]", when_is: "equals", when_value: "sad" }, "plays when Mood is “sad”"],
  [{ when: "@[Mood]", when_is: "differs", when_value: "sad" }, "plays when Mood is not “sad”"],
  [{ when: "@[Mood]", when_is: "contains", when_value: "sad" }, "plays when Mood contains “sad”"],
  [{}, "plays when its condition is met"], // its builder keeps the settings to themselves
]) {
  test(`what was not to be played ${sentence}`, () => {
    assert.equal(hint({ state: "done", finish: "condition" }, more), `Not needed just now: ${sentence}.`);
  });
}

test("what had nothing to work on says what is empty", () => {
  const empty = { state: "done", finish: "empty" };
  assert.equal(hint(empty, { source: "@[Doc]" }), "Not needed just now: Doc is empty.");
  assert.equal(hint(empty, { source: "@[Doc] and @[Notes]" }), "Not needed just now: Doc and Notes are empty.");
  assert.equal(hint(empty, {}), "Not needed just now: what it works on is empty.");
});

test("a part that is being read is said, with how far that is", () => {
  const place = drawn(text, at({ state: "running", progress: { done: 2, of: 7, words: "Reading part 2 of 7" } }));
  const { value, max } = place.querySelector("progress");
  assert.deepEqual([value, max], [2, 7]);
  assert.equal(place.querySelector("progress").getAttribute("aria-label"), "Reading part 2 of 7");
  assert.equal(place.querySelector(".hint"), null);
});

test("what went wrong is said with a way to try again", () => {
  const failure = { code: "prompt_too_long", message: "The prompt has 9 tokens and the model reads at most 8." };
  const place = drawn(text, at({ state: "failed", failure }));
  assert.match(place.querySelector(".failure").textContent, /reads at most 8\.\s+Try again/);
});

test("when playing again failed, what was there before still stands there, and is said to be from before", () => {
  const failure = { code: "quota_spent", message: "Your tokens for today are used up." };
  const place = drawn(text, at({ state: "failed", failure, before: { value: "Once.", files: [] } }));
  assert.match(place.textContent, /used up\.\s+Try again\s+From before:/);
  assert.equal(place.querySelector("prose-text").text, "Once.");
  assert.equal(drawn(text, at({ state: "failed", failure, before: null })).querySelector("prose-text"), null);
});

test("JSON that was asked for is shown as data, and other text as Markdown", () => {
  const shown = (value, settings) =>
    drawn(text, at({ state: "done", value }, settings)).querySelector(".card-body > *, *");
  assert.equal(shown('{"a": 1}', { json_schema: {} }).localName, "json-text");
  assert.equal(shown('{"a": 1', { json_schema: {} }).localName, "json-text");
  assert.equal(shown('{"a": 1}').localName, "json-text"); // whoever may not see the schema sees the same
  assert.equal(shown("[a] link").localName, "prose-text");
});

test("the foot says what it took", () => {
  const usage = { output_tokens: 1200, seconds: 2.345 };
  assert.equal(
    text.foot(at({ state: "done", value: "x", usage, finish: "length" })),
    "1,200 tokens · 2.3 s · cut at the length limit",
  );
  assert.equal(text.foot(at({ state: "running", value: "x", usage: null })), "");
});
