import assert from "node:assert/strict";
import { test } from "node:test";
import { put } from "../dom.js";

await import("../../../static/js/community/snapshot-dialog.js");

/** The dialog, open, on a server that answers with these. */
async function opened(...answers) {
  const asked = [];
  globalThis.fetch = async (path, { method }) => {
    asked.push(`${method} ${path}`);
    return answers.shift();
  };
  const element = await put("snapshot-dialog", { run: { run: { id: "run1" } } });
  window.HTMLDialogElement.prototype.showModal = () => {}; // jsdom has none
  await element.open();
  const make = () => [...element.querySelectorAll("button")].find(one => one.textContent === "Make the link").click();
  const settled = async () => {
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    await element.updateComplete;
  };
  return { element, asked, make, settled };
}

const answer = (status, body) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

const MADE = answer(201, { id: "snap1", title: "Whales", path: "/snapshots/snap1/", proposing: false });

test("nothing is shared before one agrees, and then once", async () => {
  const { element, asked, make, settled } = await opened(MADE);
  assert.deepEqual(asked, []);
  make();
  make();
  await settled();
  assert.deepEqual(asked, ["POST /api/runs/run1/snapshots"]);
  assert.match(element.querySelector("#snapshot-link").value, /\/snapshots\/snap1\/$/);
});

test("a link that cannot be made is said in the dialog", async () => {
  const message = "You took 60 snapshots within the last hour. Try again in a while.";
  const { element, make, settled } = await opened(answer(429, { error: { code: "too_many_snapshots", message } }));
  make();
  await settled();
  assert.equal(element.querySelector("[role=alert]").textContent, message);
});
