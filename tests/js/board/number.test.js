import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest } from "../../../static/js/state/given.js";
import { type } from "../dom.js";
import { card, change } from "./filling-in.js";

const { limits } = await import("../../../static/js/board/kinds/number.js");

const typed = async ({ place, settle }, text) => {
  const box = place.querySelector("input");
  box.value = text;
  change(box);
  await settle();
  return box.value;
};

test("a number is typed, and reads with its unit", async () => {
  const one = card("number", { unit: "km" });
  assert.equal(await typed(one, "12"), "12");
  assert.deepEqual([one.given(), one.reads()], [12, "12 km"]);
});

test("a number out of its limits goes to the nearest that can be taken", async () => {
  const one = card("number", { min: 1, max: 10, step: 2 });
  assert.equal(await typed(one, "99"), "9");
  assert.equal(await typed(one, "-3"), "1");
  assert.equal(await typed(one, "4.2"), "5");
});

test("and that is said", async () => {
  const said = [];
  document.querySelector("toast-shelf").add = ({ text }) => said.push(text);
  const one = card("number", { min: 1, max: 10, step: 2 });
  for (const text of ["99", "-3", "4.2", "5", ""]) await typed(one, text);
  assert.deepEqual(said, [
    "It: 9 is the maximum here.",
    "It: 1 is the minimum here.",
    "It: It goes in steps of 2: 5 is the nearest.",
  ]);
});

test("an emptied box shows the number at first again", async () => {
  const one = card("number", { default: 5 });
  await typed(one, "12");
  assert.equal(await typed(one, ""), "5");
  assert.equal(await typed(one, ""), "5");
});

test("minus and plus go a step, and stop at the ends", async () => {
  const { place, given, settle } = card("number", { min: 0, max: 4, step: 2, default: 2 });
  const [less, more] = place.querySelectorAll("button");
  more.click();
  await settle();
  assert.equal(given(), 4);
  assert.equal(more.getAttribute("aria-disabled"), "true");
  more.click();
  less.click();
  await settle();
  assert.equal(given(), 2);
});

test("the first press of an empty number begins at its least", async () => {
  const { place, given, settle } = card("number", { min: 3 });
  place.querySelectorAll("button")[1].click();
  await settle();
  assert.equal(given(), 3);
});

test("the limits are said", () => {
  assert.equal(limits({ min: 1, max: 30, unit: "days" }), "1 to 30 days");
  assert.equal(limits({ min: 1, step: 5 }), "at least 1, in steps of 5");
  assert.equal(limits({ max: 9 }), "at most 9");
  assert.equal(limits({}), "");
});

test("a slider says where it stands, and its marks stand where the thumb does", async () => {
  const one = card("number", { slider: true, min: 0, max: 200, unit: "km", marks: [50, 200] });
  const slider = one.place.querySelector("[type=range]");
  assert.equal(slider.getAttribute("aria-valuetext"), "0 km");
  type(slider, "150");
  await one.settle();
  assert.deepEqual([one.given(), slider.getAttribute("aria-valuetext")], [150, "150 km"]);
  assert.equal(one.place.querySelector("output").textContent, "150 km");
  const marks = [...one.place.querySelectorAll("svg text")].map(mark => [mark.textContent, mark.getAttribute("x")]);
  assert.deepEqual(marks, [
    ["50", "25%"],
    ["200", "100%"],
  ]);
});

test("a slider without ends is a box to type in", () => {
  assert.equal(card("number", { slider: true, min: 5 }).place.querySelector("input").type, "number");
});

test("the nearest number is on a step, also where steps are tenths", () => {
  assert.equal(nearest({ min: 0, max: 1, step: 0.1 }, 0.28), 0.3);
  assert.equal(nearest({ min: 1, max: 10, step: 4 }, 10), 9);
  assert.equal(nearest({ min: -5, step: 10 }, 4), 5);
  assert.equal(nearest({}, 4.25), 4.25);
});
