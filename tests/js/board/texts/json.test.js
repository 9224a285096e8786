import assert from "node:assert/strict";
import { test } from "node:test";
import { put } from "../../dom.js";

const { render } = await import("lit");
const { view } = await import("../../../../static/js/board/texts/json-view.js");
await import("../../../../static/js/board/texts/json-text.js");

function seen(value) {
  const place = document.createElement("div");
  render(view(value), place);
  return place;
}

const cells = (place, selector) => [...place.querySelectorAll(selector)].map(cell => cell.textContent);

test("a list of objects is a table with a column for each key", () => {
  const place = seen([
    { first_name: "Ada", born: 1815 },
    { first_name: "Alan", tags: ["logic", "running"] },
  ]);
  assert.deepEqual(cells(place, "thead th"), ["first name", "born", "tags"]);
  assert.deepEqual(cells(place, "tbody td"), ["Ada", "1815", "", "Alan", "", "logic, running"]);
});

test("an object of plain values is a table of rows", () => {
  const place = seen({ name: "Ada", alive: false, spouse: null });
  assert.deepEqual(cells(place, "th[scope=row]"), ["name", "alive", "spouse"]);
  assert.deepEqual(cells(place, "td"), ["Ada", "no", "–"]);
});

test("what is nested is a tree to fold, with tables in it", () => {
  const place = seen({ title: "Plan", days: [{ place: "Lyon" }, { place: "Nice" }] });
  assert.equal(place.querySelector(".leaf").textContent.replace(/\s+/g, " ").trim(), "title Plan");
  assert.equal(place.querySelector("details > summary").textContent, "days");
  assert.deepEqual(cells(place, "details td"), ["Lyon", "Nice"]);
});

test("data that is nested without end is drawn down to a depth", () => {
  let deep = 1;
  for (let level = 0; level < 3000; level += 1) deep = [deep, {}];
  assert.ok(seen(deep).querySelectorAll("details").length < 30);
});

test("markup in data is text", () => {
  assert.equal(seen({ "<b>key</b>": "<i>x</i>" }).querySelector("b, i"), null);
});

test("while it grows, JSON is code", async () => {
  const element = await put("json-text", { growing: true, text: '[{"a": 1}' });
  assert.equal(element.querySelector("table"), null);
  assert.ok(element.querySelector("code-text"));
});

test("JSON that was cut short stays code", async () => {
  const element = await put("json-text", { growing: false, text: '[{"a": 1}' });
  assert.equal(element.querySelector("code-text").text, '[{"a": 1}');
  assert.equal(element.querySelector(".segments"), null);
});

test("one may look at what was written", async () => {
  const element = await put("json-text", { growing: false, text: '[{"a":1}]' });
  assert.ok(element.querySelector("table"));
  const [, raw] = element.querySelectorAll(".segments button");
  raw.click();
  await element.updateComplete;
  assert.equal(element.querySelector("table"), null);
  assert.equal(element.querySelector("code-text").text, '[\n  {\n    "a": 1\n  }\n]');
  assert.equal(element.querySelector(".segments [aria-pressed=true]").textContent, "JSON");
});
