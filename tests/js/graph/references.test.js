import assert from "node:assert/strict";
import { test } from "node:test";

import { fold, parse, references, render, rewrite, tokens } from "../../../static/js/graph/references.js";
import { cases } from "./cases.js";

const all = cases("references.json");

for (const { name, text, pieces } of all.parse) {
  test(`parse: ${name}`, () => assert.deepEqual(parse(text), pieces));
}

for (const { name, text, values, rendered } of all.render) {
  test(`render: ${name}`, () => {
    assert.equal(render(text, values), rendered);
    assert.equal(render(text, new Map(Object.entries(values))), rendered);
  });
}

for (const { name, titles } of all.fold) {
  test(`fold: ${name}`, () => assert.equal(new Set(titles.map(fold)).size, 1));
}

for (const { name, titles } of all.different) {
  test(`fold: ${name}`, () => assert.equal(new Set(titles.map(fold)).size, titles.length));
}

for (const { name, settings, titles } of all.references) {
  test(`references: ${name}`, () => assert.deepEqual(references({ settings }), titles));
}

for (const { name, text, from, to, rewritten } of all.rewrite) {
  test(`rewrite: ${name}`, () => assert.equal(rewrite(text, from, to), rewritten));
}

test("a token says where a reference or an escape stands", () => {
  assert.deepEqual(tokens("🚀 @[ A ] \\@[B]"), [
    { from: 3, to: 9, title: "A" },
    { from: 10, to: 13, title: null },
  ]);
});

test("a widget without settings refers to nobody", () => assert.deepEqual(references({ title: "A" }), []));
