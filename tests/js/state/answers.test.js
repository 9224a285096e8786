import assert from "node:assert/strict";
import { test } from "node:test";
import { reads, transcript } from "../../../static/js/state/answers.js";
import { cases } from "../graph/cases.js";

for (const one of cases("answers.json")) {
  test(`${one.name} (${one.kind})`, () => assert.equal(reads({ kind: one.kind, settings: {} }, one.value), one.reads));
}

const turn = (role, content) => ({ role, content });

test("a conversation reads as a transcript that the first message opens", () => {
  const turns = [turn("user", "Hi"), turn("assistant", "Hello.")];
  assert.equal(transcript({}, turns), "You: Hi\nAssistant: Hello.");
  assert.equal(transcript({ first_message: "Welcome" }, turns), "Assistant: Welcome\nYou: Hi\nAssistant: Hello.");
  assert.equal(transcript({ first_message: "Welcome" }, []), "Welcome");
});
