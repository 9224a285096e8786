import assert from "node:assert/strict";
import { test } from "node:test";
import { moved, resized, spoken, wanted } from "../../../static/js/board/keys.js";

const layout = { x: 8, y: 0, w: 4, h: 3 };

test("arrows move, with Shift they resize", () => {
  assert.deepEqual(wanted({ key: "ArrowDown" }), { act: "move", dx: 0, dy: 1 });
  assert.deepEqual(wanted({ key: "ArrowLeft", shiftKey: true }), { act: "resize", dx: -1, dy: 0 });
});

test("keys with a meaning of their own are left to the browser", () => {
  for (const event of [{ key: "d" }, { key: "ArrowLeft", altKey: true }, { key: "r", ctrlKey: true }, { key: "Tab" }])
    assert.equal(wanted(event), null);
  assert.deepEqual(wanted({ key: "d", metaKey: true }), { act: "duplicate" });
});

test("a card stops at the edges of the board", () => {
  assert.deepEqual(moved(layout, { dx: 1, dy: -1 }), layout);
  assert.deepEqual(resized(layout, { dx: 1, dy: 0 }), layout);
  assert.deepEqual(resized({ ...layout, w: 1, h: 1 }, { dx: -1, dy: -1 }), { ...layout, w: 1, h: 1 });
});

test("what was done is told in columns and rows that begin with one", () => {
  assert.equal(spoken("move", "Story", layout), "Story: column 9, row 1");
  assert.equal(spoken("resize", "Story", layout), "Story: 4 columns wide, 3 high");
});
