import assert from "node:assert/strict";
import { test } from "node:test";
import { Voice } from "../../../static/js/board/voice.js";

const STORY = { title: "Story" };

/** What is heard of these states of a card, one after the other: each new sentence once. */
function heard(states, kind = {}) {
  const voice = new Voice();
  const said = [];
  for (const [status, now = 0] of states) {
    const before = voice.words;
    voice.hear(STORY, status, kind, now);
    if (voice.words !== before && voice.words) said.push(voice.words);
  }
  return said;
}

const running = (words, now) => [{ state: "running", progress: words && { words } }, now];

test("that it is ready is said once, and not each word", () => {
  const states = [[{ state: "queued" }], running(), running(), running(), [{ state: "done" }], [{ state: "done" }]];
  assert.deepEqual(heard(states, { past: "written" }), ["Story is being written", "Story is ready"]);
});

test("what was so when the page opened is not said", () => {
  assert.deepEqual(heard([[{ state: "done" }]]), []);
});

test("a failure is said with its sentence", () => {
  const failure = { message: "The prompt is too long." };
  assert.deepEqual(heard([running(), [{ state: "failed", failure }]]), ["Story failed. The prompt is too long."]);
});

test("how far it is is said now and then, not at each step", () => {
  const states = [
    [{ state: "queued" }],
    running(null, 0),
    running("Step 1", 1000),
    running("Step 2", 6000),
    running("Step 3", 7000),
  ];
  assert.deepEqual(heard(states), ["Story is being made", "Story: Step 2"]);
});

test("a kind may say it in its own words", () => {
  const spoken = { running: () => "", done: () => "The assistant answered" };
  assert.deepEqual(heard([[{ state: "queued" }], running(), [{ state: "done" }]], { spoken }), [
    "The assistant answered",
  ]);
});
