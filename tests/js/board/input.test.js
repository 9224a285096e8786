import assert from "node:assert/strict";
import { test } from "node:test";
import { type } from "../dom.js";
import { card } from "./filling-in.js";

const { render } = await import("lit");
const { body } = await import("../../../static/js/board/kinds/input.js");

function hint(mode, settings = {}) {
  const place = document.createElement("div");
  render(body({ app: { mode }, run: { input: () => "" }, widget: { id: "t", settings }, label: "title-t" }), place);
  return place.querySelector("input").placeholder;
}

test("a box says while one edits that it is for visitors", () => {
  assert.equal(hint("play"), "Type here…");
  assert.equal(hint("edit"), "Visitors type here");
  assert.equal(hint("edit", { placeholder: "A subject" }), "A subject");
});

test("an emptied box says which text is played in its place", async () => {
  const { place, reads, settle } = card("input", { default: "A robot", placeholder: "A subject" });
  const [box, said] = [place.querySelector("input"), place.querySelector("[role=status]")];
  assert.equal(said.textContent, "");
  type(box, "  ");
  await settle();
  assert.equal(said.textContent, "Empty: “A robot” will be played.");
  assert.equal(reads(), "A robot");
  assert.equal(box.getAttribute("aria-describedby"), said.id);
  type(box, "A cat");
  await settle();
  assert.equal(said.textContent, "");
});

test("of a long text only its beginning is said, and without a text nothing", async () => {
  const long = card("input", { default: "word ".repeat(50), multiline: true });
  type(long.place.querySelector("textarea"), "");
  await long.settle();
  assert.match(long.place.querySelector("[role=status]").textContent, /^Empty: “(word ){7}word…” will be played\.$/);
  assert.equal(card("input", {}).place.querySelector("[role=status]"), null);
});
