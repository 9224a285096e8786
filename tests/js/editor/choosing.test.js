import assert from "node:assert/strict";
import { test } from "node:test";
import { only } from "../../../static/js/editor/references.js";
import "../dom.js";
import { widget } from "../state/support.js";

const { form, leave } = await import("./form.js");

const topic = widget("t", "Topic", {}, "input");
const tone = widget("o", "Tone", { options: ["Formal", "Funny"] }, "select");
const rhyme = widget("r", "Rhyme", { on: "in rhyme", off: "in prose" }, "toggle");
const divider = widget("h", "Part one", {}, "heading");

const words = box => [...box.options].map(option => option.textContent.trim());

test("only a text that is one reference and nothing else names one widget", () => {
  assert.equal(only(" @[Topic] "), "Topic");
  for (const text of ["", "about @[Topic]", "@[Topic] @[Tone]", String.raw`\@[Topic]`]) assert.equal(only(text), null);
});

test("a source is chosen by its name and kept as a reference", async () => {
  const { settle, settings, labelled } = await form(widget("s", "Summary", {}, "summarise"), topic, divider);
  const box = labelled("What to summarise");
  assert.deepEqual(words(box), ["Choose a widget…", "Topic", "A text of my own…"]);
  await leave(box, "topic", settle);
  assert.equal(settings().source, "@[Topic]");
  await leave(box, "", settle);
  assert.equal(settings().source, "");
});

test("a source of several references is a text of one's own", async () => {
  const { panel, labelled } = await form(widget("s", "Summary", { source: "@[Topic], @[Tone]" }, "summarise"), topic);
  assert.equal(labelled("What to summarise").selectedOptions[0].textContent.trim(), "A text of my own…");
  assert.ok(panel.querySelector("reference-field prompt-editor"));
});

test("a source follows the rename of its widget", async () => {
  const { app, settle, labelled } = await form(widget("s", "Summary", { source: "@[Topic]" }, "summarise"), topic);
  app.rename("t", "Subject");
  await settle();
  assert.equal(labelled("What to summarise").selectedOptions[0].textContent.trim(), "Subject");
});

test("a source that is not on the board is still said", async () => {
  const { labelled } = await form(widget("s", "Summary", { source: "@[Gone]" }, "summarise"), topic);
  assert.equal(labelled("What to summarise").selectedOptions[0].textContent, "Gone (not on the board)");
});

test("what waits for the widget cannot be its source", async () => {
  const { labelled } = await form(
    widget("s", "Summary", {}, "summarise"),
    widget("x", "Story", { prompt: "@[Summary]" }),
  );
  const option = [...labelled("What to summarise").options].find(one => one.textContent.startsWith("Story"));
  assert.equal(option.disabled, true);
});

test("a condition asks for a value only where it compares", async () => {
  const { settle, settings, labelled } = await form(widget("s", "Story", { prompt: "Go" }), topic);
  assert.equal(labelled("What is asked"), null);
  await leave(labelled("Look at"), "topic", settle);
  assert.equal(settings().when, "@[Topic]");
  assert.equal(labelled("This value"), null);
  await leave(labelled("What is asked"), "contains", settle);
  await leave(labelled("This value"), "robot", settle);
  assert.deepEqual([settings().when_is, settings().when_value], ["contains", "robot"]);
});

for (const [other, values] of [
  [tone, ["Formal", "Funny"]],
  [rhyme, ["in rhyme", "in prose"]],
]) {
  test(`the value of a condition on a ${other.kind} is one that it can have`, async () => {
    const settings = { prompt: "Go", when: `@[${other.title}]`, when_is: "equals" };
    const { labelled } = await form(widget("s", "Story", settings), other);
    assert.deepEqual(words(labelled("This value")), ["Choose…", ...values]);
  });
}

test("a value that is no longer offered is still said", async () => {
  const settings = { prompt: "Go", when: "@[Tone]", when_is: "equals", when_value: "Sad" };
  const { panel, labelled } = await form(widget("s", "Story", settings), tone);
  assert.equal(labelled("This value").selectedOptions[0].textContent.trim(), "Sad (no longer offered)");
  assert.ok(panel.textContent.includes("Tone equals “Sad”"));
});

test("a language that is not in the list is written by hand", async () => {
  const { panel, settle, settings, labelled } = await form(widget("s", "Translation", {}, "translate"), topic);
  assert.equal(labelled("Into").value, "French");
  await leave(labelled("Into"), " own", settle);
  assert.equal(settings().to_language, undefined);
  await leave(panel.querySelector("open-choice input"), "Klingon", settle);
  assert.equal(settings().to_language, "Klingon");
  await leave(labelled("Into"), "German", settle);
  assert.equal(settings().to_language, "German");
  assert.equal(panel.querySelector("open-choice input"), null);
});
