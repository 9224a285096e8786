import assert from "node:assert/strict";
import { test } from "node:test";
import "./dom.js";

const { ask } = await import("../../static/js/asking.js");

window.HTMLDialogElement.prototype.showModal = function () {
  this.open = true; // jsdom has none
};

const question = () => ask({ title: "Delete “Tickets”?", words: "For good.", yes: "Delete it" });

/** As a browser does where a form of the method "dialog" is sent by this button, or where Escape is pressed. */
function close(value) {
  const dialog = document.querySelector("dialog");
  dialog.returnValue = value;
  dialog.dispatchEvent(new window.Event("close"));
}

test("it is called by its question, and to cancel comes first", () => {
  const answer = question();
  const dialog = document.querySelector("dialog");
  assert.ok(dialog.open);
  assert.equal(document.getElementById(dialog.getAttribute("aria-labelledby")).textContent, "Delete “Tickets”?");
  const buttons = [...dialog.querySelectorAll("button")].map(one => [one.textContent, one.value, one.autofocus]);
  assert.deepEqual(buttons, [
    ["Cancel", "", true],
    ["Delete it", "yes", false],
  ]);
  close("");
  return answer;
});

for (const [value, isYes] of [
  ["yes", true],
  ["", false],
]) {
  test(`${value || "nothing"} is ${isYes ? "a yes" : "a no"}, and the question goes`, async () => {
    const answer = question();
    close(value);
    assert.equal(await answer, isYes);
    assert.equal(document.querySelector("dialog"), null);
  });
}
