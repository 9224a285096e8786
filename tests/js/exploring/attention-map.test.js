import assert from "node:assert/strict";
import { test } from "node:test";
import { put } from "../dom.js";

await import("../../../static/js/exploring/attention-map.js");

const TOKENS = ["The", " cat", " sat"];
const WEIGHTS = [[1, 0, 0], [0.5, 0.5, 0], [0.25, 0.25, 0.5]]; // biome-ignore format: a grid

/** A map of which a row is chosen, on a page that keeps the choice. */
async function choosing(chosen) {
  const map = await put("attention-map", { rows: TOKENS, columns: TOKENS, weights: WEIGHTS, chosen });
  map.addEventListener("choose-row", ({ detail }) => (map.chosen = detail));
  const names = () => [...map.querySelectorAll("[role=radio]")];
  const press = async key => {
    const event = new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    names()[map.chosen].dispatchEvent(event);
    await map.updateComplete;
    return event.defaultPrevented;
  };
  return { map, names, press };
}

test("a row is chosen by keyboard, and stops at the ends", async () => {
  const { map, names, press } = await choosing(1);
  for (const [key, row] of Object.entries({ ArrowDown: 2, End: 2, ArrowUp: 1, Home: 0 })) {
    await press(key);
    assert.equal(map.chosen, row, key);
    assert.equal(document.activeElement, names()[row], key);
  }
  await press("ArrowUp");
  assert.equal(map.chosen, 0);
  assert.equal(await press("ArrowRight"), false); // scrolls
});

test("one row is the way in, and each says where it looks", async () => {
  const { names } = await choosing(2);
  assert.deepEqual(
    names().map(name => [name.getAttribute("tabindex"), name.getAttribute("aria-checked")]),
    [
      ["-1", "false"],
      ["-1", "false"],
      ["0", "true"],
    ],
  );
  assert.equal(names()[0].getAttribute("aria-label"), "“The” looks at “The” 100%, “·cat” 0%, “·sat” 0%.");
});

test("a click on a square or a name chooses its row", async () => {
  const { map, names } = await choosing(2);
  const click = place => place.dispatchEvent(new window.MouseEvent("click", { bubbles: true }));
  click(map.querySelectorAll(".attention-cell")[4]);
  assert.equal(map.chosen, 1);
  click(names()[0]);
  assert.equal(map.chosen, 0);
});

test("where nothing is chosen the map is a picture", async () => {
  const map = await put("attention-map", { rows: TOKENS, columns: TOKENS, weights: WEIGHTS, heading: "Decoder" });
  assert.equal(map.querySelector("[role=img]").getAttribute("aria-label"), "Decoder");
  assert.equal(map.querySelector("[role=radio]"), null);
});
