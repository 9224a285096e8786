import assert from "node:assert/strict";
import { test } from "node:test";
import { EditorState } from "@codemirror/state";
import { LONGEST, limited } from "../../../static/js/editor/limit.js";

function insert(length, userEvent, { isExempt = () => false } = {}) {
  const said = [];
  const extensions = limited({ isExempt, say: words => said.push(words) });
  const state = EditorState.create({ doc: "Write ", extensions });
  const { newDoc } = state.update({ changes: { from: 6, insert: "a".repeat(length) }, userEvent });
  return { said, length: newDoc.length };
}

test("what is pasted and too long is refused in words", () => {
  const { said, length } = insert(LONGEST, "input.paste");
  assert.equal(length, 6);
  assert.deepEqual(said, ["A prompt holds at most 50,000 characters; this would have 50,006. Shorten it first."]);
});

test("what fits is taken without a word, and so is what comes from elsewhere", () => {
  assert.deepEqual(insert(LONGEST - 6, "input.paste"), { said: [], length: LONGEST });
  assert.deepEqual(insert(LONGEST, undefined, { isExempt: () => true }), { said: [], length: LONGEST + 6 });
});
