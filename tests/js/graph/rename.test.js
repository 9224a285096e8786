import assert from "node:assert/strict";
import { test } from "node:test";

import { rename, titleFault } from "../../../static/js/graph/rename.js";
import { cases, graph } from "./cases.js";

for (const { name, widgets, rename: how, renamed } of cases("rename.json")) {
  test(`rename: ${name}`, () => {
    const before = graph(widgets);
    assert.deepEqual(rename(before, ...how), graph(renamed));
    assert.deepEqual(before, graph(widgets), "the graph given stays as it was");
  });
}

for (const title of ["", " \t", "a[b", "a]b", "a\nb", "a\0b", "🤖".repeat(81)]) {
  test(`rename refuses ${JSON.stringify(title)} as a title`, () => {
    assert.throws(() => rename(graph([["a", "A", ""]]), "a", title), RangeError);
  });
}

test("eighty emoji are a title", () => assert.equal(titleFault("🤖".repeat(80)), ""));
