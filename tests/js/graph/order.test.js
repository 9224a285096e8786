import assert from "node:assert/strict";
import { test } from "node:test";

import { cycles, dependencies, downstream, order, upstream } from "../../../static/js/graph/order.js";
import { cases, graph } from "./cases.js";

for (const { name, widgets, ...expected } of cases("order.json")) {
  test(`order: ${name}`, () => {
    const drawn = graph(widgets);
    assert.deepEqual(Object.fromEntries(dependencies(drawn)), expected.dependencies);
    assert.deepEqual(order(drawn), expected.order);
    assert.deepEqual(cycles(drawn), expected.cycles);
    for (const [ids, found] of expected.downstream ?? []) assert.deepEqual(downstream(drawn, ids), new Set(found));
    for (const [ids, found] of expected.upstream ?? []) assert.deepEqual(upstream(drawn, ids), new Set(found));
  });
}

test("where prompts are kept from the visitor, a widget says itself what it needs", () => {
  const widget = (id, needs) => ({ id, kind: "text", title: id, settings: {}, needs });
  const seen = { widgets: [widget("a", []), widget("b", ["a"]), widget("c", ["b"])] };
  assert.deepEqual(order(seen), ["a", "b", "c"]);
  assert.deepEqual(upstream(seen, ["c"]), new Set(["a", "b"]));
});
