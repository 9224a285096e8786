import assert from "node:assert/strict";
import { test } from "node:test";
import { card } from "./filling-in.js";

test("a toggle is a switch that is called by its card and its label", async () => {
  const { place, given, reads, settle } = card("toggle", { label: "In rhyme", on: "in rhyme", off: "in prose" });
  const box = place.querySelector("[role=switch]");
  const names = box.getAttribute("aria-labelledby").split(" ");
  assert.deepEqual([names[0], document.getElementById(names[1]).textContent], ["title-w", "In rhyme"]);
  assert.equal(reads(), "in prose");
  box.click();
  await settle();
  assert.deepEqual([given(), reads()], [true, "in rhyme"]);
});

test("without a label it says what it is set to", async () => {
  const { place, settle } = card("toggle", { default: true });
  assert.equal(place.textContent.trim(), "yes");
  place.querySelector("[role=switch]").click();
  await settle();
  assert.equal(place.textContent.trim(), "no");
});

test("a heading has a text and a line under its title, or neither", () => {
  const { place } = card("heading", { text: "Tell us more." });
  assert.equal(place.querySelector("p").textContent, "Tell us more.");
  assert.ok(place.querySelector("hr"));
  assert.equal(card("heading", { line: false }).place.childElementCount, 0);
});
