import assert from "node:assert/strict";
import { test } from "node:test";
import { put } from "../dom.js";

await import("../../../static/js/board/result-tools.js");
window.HTMLDialogElement.prototype.showModal = function () {
  this.open = true; // jsdom has none
};

/** What stands beside a result of another one's app, and what it sent: [id, thumbs, correction, told]. */
async function tools({ ratings_teach, teaches = true }) {
  const sent = [];
  const app = { app: { ratings_teach, rights: { edit: false } }, teaches: () => teaches };
  const run = { rate: async (...all) => sent.push(all), value: () => "Once." };
  const widget = { id: "s", kind: "text", title: "Story", settings: {} };
  const at = { app, run, widget, status: { id: "r-s", value: "Once.", thumbs: 0 } };
  return { app, sent, element: await put("result-tools", { at }) };
}

const find = (element, words) => [...element.querySelectorAll("button")].find(one => one.title.includes(words));

/** Opens the box for a correction; answers what it says, and what closes it. */
function correct(element) {
  [...element.querySelectorAll("button")].find(one => one.textContent.includes("what it should have been")).click();
  const dialog = document.querySelector("dialog");
  const keep = async text => {
    dialog.querySelector("textarea").value = text;
    dialog.returnValue = "keep";
    dialog.dispatchEvent(new window.Event("close"));
    await new Promise(setImmediate);
  };
  return { says: dialog.querySelector("#correcting-help").textContent, keep };
}

for (const [before, after] of [
  [false, true],
  [true, false],
])
  test(`a correction is sent as what the box said when it opened: ${before}`, async () => {
    const { app, sent, element } = await tools({ ratings_teach: before });
    const { says, keep } = correct(element);
    assert.match(says, before ? /It may teach models/ : /teaches no model/);
    app.app = { ...app.app, ratings_teach: after };
    await keep("Twice.");
    assert.deepEqual(sent, [["s", -1, "Twice.", before]]);
  });

test("thumbs are sent as what stood beside them when they were drawn", async () => {
  const { app, sent, element } = await tools({ ratings_teach: false });
  app.app = { ...app.app, ratings_teach: true };
  find(element, "Good").click();
  element.requestUpdate();
  await element.updateComplete;
  assert.match(element.textContent, /Ratings may teach models/);
  find(element, "Good").click();
  assert.deepEqual(sent, [
    ["s", 1, "", false],
    ["s", 1, "", true],
  ]);
});

test("of a kind that teaches nothing nobody was told anything", async () => {
  const { sent, element } = await tools({ ratings_teach: true, teaches: false });
  find(element, "Good").click();
  const { says, keep } = correct(element);
  assert.match(says, /teaches no model/);
  await keep("Twice.");
  assert.deepEqual(
    sent.map(([, , , told]) => told),
    [false, false],
  );
});
