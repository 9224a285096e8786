import assert from "node:assert/strict";
import { test } from "node:test";
import { boxed, given, isMissing, reads } from "../../../static/js/state/given.js";
import { cases } from "../graph/cases.js";

for (const one of cases("given.json")) {
  test(one.name, () => {
    const widget = { kind: one.kind, settings: one.settings };
    assert.deepEqual(given(widget, one.value), one.given);
    assert.equal(isMissing(widget, one.value), one.missing);
    if ("reads" in one) assert.equal(reads(widget, one.given), one.reads);
  });
}

test("a box keeps the blanks that were typed, and shows the default where nothing was", () => {
  const widget = { kind: "input", settings: { default: "cats" } };
  assert.equal(boxed(widget, "  "), "  ");
  assert.equal(boxed(widget, undefined), "cats");
});

test("files read as their names where their texts are not known", () => {
  const files = { a: { name: "report.pdf" }, b: { name: "fox.png" } };
  assert.equal(reads({ kind: "document", settings: {} }, ["a"], files), "‹report.pdf›");
  assert.equal(reads({ kind: "picture", settings: {} }, ["b"], files), "[picture: fox.png]");
});

test("a draft whose settings are of the wrong type holds nothing and breaks nothing", () => {
  const select = { kind: "select", settings: { options: "A", default: "A" } };
  assert.deepEqual([given(select, ["A"]), isMissing(select, ["A"])], [[], true]);
  assert.equal(given({ kind: "input", settings: { default: 5 } }, null), "");
});
