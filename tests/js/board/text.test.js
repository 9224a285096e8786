import assert from "node:assert/strict";
import { test } from "node:test";
import "../dom.js";

const { render } = await import("lit");
const { body } = await import("../../../static/js/board/kinds/text.js");

function hint(more) {
  const place = document.createElement("div");
  const status = {
    state: "idle",
    value: "",
    missing: [],
    mend: [],
    waitsFor: [],
    blockedBy: [],
    problem: null,
    ...more,
  };
  render(body({ status }), place);
  return place.querySelector(".hint")?.textContent;
}

test("a card shows its problem also below what was written before", () => {
  assert.equal(hint({ state: "done", value: "Once.", problem: "No such widget." }), "No such widget.");
  assert.equal(hint({ state: "done", value: "Once." }), undefined);
});

test("a problem comes before an input that is empty", () => {
  assert.equal(hint({ problem: "No such widget.", missing: ["Topic"] }), "No such widget.");
  assert.equal(hint({ mend: ["Tale"], missing: ["Topic"] }), "Mend Tale first.");
  assert.equal(hint({ missing: ["Topic"] }), "Fill in Topic to get started.");
});
