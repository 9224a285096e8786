import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "./dom.js";
import { pressInMenu } from "../../static/js/menus.js";

const find = selector => document.querySelector(selector);

function press(...keys) {
  for (const key of keys)
    document.activeElement.dispatchEvent(new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  return document.activeElement.textContent;
}

document.addEventListener("keydown", pressInMenu);

beforeEach(() => {
  find("main").innerHTML = `<details class="menu"><summary tabindex="0">Add</summary>
    <div><button>Input</button><button>Note</button></div></details>`;
  find("summary").focus();
});

test("an arrow opens a menu, and arrows lead through it in a circle", () => {
  assert.equal(press("ArrowDown"), "Input");
  assert.equal(find("details").open, true);
  assert.equal(press("ArrowDown"), "Note");
  assert.equal(press("ArrowDown"), "Input");
  assert.equal(press("ArrowUp"), "Note");
});

test("Escape closes a menu and gives the focus back", () => {
  assert.equal(press("ArrowUp"), "Note");
  assert.equal(press("Escape"), "Add");
  assert.equal(find("details").open, false);
});

test("in a box arrows keep their meaning", () => {
  find("main div").innerHTML = `<input value="link"><button>Copy</button>`;
  press("ArrowDown");
  press("ArrowDown");
  assert.equal(document.activeElement, find("main input"));
});

test("arrows lead past choices without making one", () => {
  find("main div").innerHTML = `<input type="radio" name="who" checked><input type="radio" name="who">`;
  press("ArrowDown", "ArrowDown");
  assert.equal(document.activeElement.checked, false);
  assert.equal(find("input").checked, true);
});
