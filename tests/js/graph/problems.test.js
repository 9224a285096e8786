import assert from "node:assert/strict";
import { test } from "node:test";

import { problems } from "../../../static/js/graph/problems.js";
import { cases, graph } from "./cases.js";

for (const { name, widgets, problems: expected } of cases("problems.json")) {
  test(`problems: ${name}`, () => assert.deepEqual(problems(graph(widgets)), expected));
}

test("a circle through the instructions names that field", () => {
  const widget = { id: "a", kind: "text", title: "A", settings: { prompt: "hi", instructions: "@[A]" } };
  assert.equal(problems({ widgets: [widget] })[0].field, "instructions");
});
