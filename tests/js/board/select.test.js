import assert from "node:assert/strict";
import { test } from "node:test";
import { type } from "../dom.js";
import { card, change } from "./filling-in.js";

const MONTHS = ["January", "February", "March", "April", "May", "June", "July"];

const boxes = place => [...place.querySelectorAll("input:not([type=search])")];
const press = key => {
  const event = new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
  return event;
};

test("one of few is a radio button each, named together by the card", async () => {
  const { place, given, reads, settle } = card("select", { options: ["A", "B"] });
  const group = place.querySelector("[role=radiogroup]");
  assert.equal(group.getAttribute("aria-labelledby"), "title-w");
  boxes(place)[1].click();
  await settle();
  assert.deepEqual([given(), reads()], [["B"], "B"]);
});

test("several of few are check boxes, and stand in their own order", async () => {
  const { place, given, reads, settle } = card("select", { options: ["A", "B", "C"], many: true, default: ["C"] });
  assert.equal(place.querySelector("[role=group]").querySelectorAll("[type=checkbox]").length, 3);
  boxes(place)[0].click();
  await settle();
  assert.deepEqual([given(), reads()], [["A", "C"], "A, C"]);
});

test("an optional choice can be taken back, a required one cannot", async () => {
  const { place, given, settle, mark } = card("select", { options: ["A"], required: false, default: ["A"] });
  assert.equal(mark(), "optional");
  place.querySelector("button").click();
  await settle();
  assert.deepEqual(given(), []);
  assert.equal(place.querySelector("button"), null);
  assert.equal(card("select", { options: ["A"], default: ["A"] }).place.querySelector("button"), null);
});

test("one of many is a list of the browser's own", async () => {
  const { place, given, settle } = card("select", { options: MONTHS });
  const list = place.querySelector("select");
  assert.equal(list.selectedOptions[0].textContent, "Choose…");
  list.value = "May";
  change(list);
  await settle();
  assert.deepEqual(given(), ["May"]);
  assert.equal(place.querySelector("select").value, "May");
});

test("several of many can be searched, and arrows lead through them", async () => {
  const { place, given, settle } = card("select", { options: MONTHS, many: true });
  await settle();
  const search = place.querySelector("[type=search]");
  type(search, "ju");
  await settle();
  assert.equal(boxes(place).length, 2);
  search.focus();
  assert.ok(press("ArrowDown").defaultPrevented);
  assert.equal(document.activeElement, boxes(place)[0]);
  boxes(place)[1].click();
  await settle();
  assert.deepEqual(given(), ["July"]);
  assert.equal(place.querySelector("[role=status]").textContent, "1 of 7");
});

test("what is not found is said with a remedy", async () => {
  const { place, settle } = card("select", { options: MONTHS, many: true });
  await settle();
  type(place.querySelector("[type=search]"), "zz");
  await settle();
  assert.match(place.querySelector(".option-rows .help").textContent, /Try a shorter search/);
});

test("a select without options says so", () => {
  assert.equal(card("select", {}).place.textContent.trim(), "It has no options yet.");
});
