import assert from "node:assert/strict";
import { test } from "node:test";
import { layOut, path } from "../../../static/js/map/layout.js";

const widget = (id, title, prompt = "") => ({ id, kind: "text", title, settings: { prompt } });
const chain = {
  widgets: [widget("a", "Topic"), widget("b", "Outline", "@[Topic]"), widget("c", "Story", "@[Outline]")],
};

test("what is referred to stands before what refers to it", () => {
  const { nodes, edges } = layOut(chain);
  const [a, b, c] = ["a", "b", "c"].map(id => nodes.find(node => node.id === id));
  assert.ok(a.x + a.width < b.x && b.x + b.width < c.x);
  assert.deepEqual(
    edges.map(({ from, to }) => [from, to]),
    [
      ["a", "b"],
      ["b", "c"],
    ],
  );
});

test("on a narrow screen it runs downwards", () => {
  const { nodes } = layOut(chain, true);
  assert.ok(nodes[0].y < nodes[1].y && nodes[1].y < nodes[2].y);
});

test("a circle and a widget that refers to itself can be drawn too", () => {
  const { nodes, edges } = layOut({ widgets: [widget("a", "A", "@[B] @[A]"), widget("b", "B", "@[A]")] });
  assert.equal(nodes.length, 2);
  assert.equal(edges.length, 3);
  for (const { points } of edges) assert.match(path(points), /^M [\d.-]+ [\d.-]+ [LQ]/);
});
