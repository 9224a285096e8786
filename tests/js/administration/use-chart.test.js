import assert from "node:assert/strict";
import { test } from "node:test";
import { put } from "../dom.js";

Object.assign(globalThis, { devicePixelRatio: 1, addEventListener() {} }); // uPlot asks for them as soon as it is read
await import("../../../static/js/administration/charts/use-chart.js");

const series = { of: "model", label: "Small", tokens: [5, 0], images: [0, 0] };
const uses = { days: ["2026-03-14", "2026-03-15"], series: [series] };

test("where nothing was drawn a sentence says what would count", async () => {
  const element = await put("use-chart", { by: "model", unit: "images", uses });
  assert.match(element.textContent, /Pictures a day, by model/);
  assert.match(element.textContent, /No picture was drawn in these days/);
});
