import assert from "node:assert/strict";
import { test } from "node:test";
import { freePlace, inReadingOrder, overlaps } from "../../../static/js/state/places.js";

const at = (id, x, y, w = 6, h = 4) => ({ id, layout: { x, y, w, h } });

test("a new widget stands beside the chosen one, or in the next place where there is no room", () => {
  const [left, right] = [at("a", 0, 0), at("b", 6, 0)];
  assert.deepEqual(freePlace([left], { w: 6, h: 4 }, left.layout), { x: 6, y: 0, w: 6, h: 4 });
  assert.deepEqual(freePlace([left, right], { w: 6, h: 4 }, left.layout), { x: 0, y: 4, w: 6, h: 4 });
});

test("one widget after another fills row after row", () => {
  const widgets = [];
  for (const id of ["a", "b", "c", "d", "e", "f", "g"])
    widgets.push({ id, layout: freePlace(widgets, { w: 4, h: 3 }, widgets.at(-1)?.layout) });
  const places = widgets.map(({ layout: { x, y } }) => [x, y]);
  assert.deepEqual(places, [
    [0, 0],
    [4, 0],
    [8, 0],
    [0, 3],
    [4, 3],
    [8, 3],
    [0, 6],
  ]);
});

test("a free place overlaps nothing, however full the board is", () => {
  const full = [at("a", 0, 0, 12, 5), at("b", 0, 5, 5, 3), at("c", 8, 5, 4, 9)];
  const place = freePlace(full, { w: 4, h: 3 });
  assert.ok(full.every(one => !overlaps(one.layout, place)));
});

test("reading goes row by row", () => {
  const widgets = [at("c", 0, 4), at("b", 6, 0), at("a", 0, 0)];
  assert.deepEqual(
    inReadingOrder(widgets).map(one => one.id),
    ["a", "b", "c"],
  );
});
