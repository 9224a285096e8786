import assert from "node:assert/strict";
import { test } from "node:test";
import "../dom.js";

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
