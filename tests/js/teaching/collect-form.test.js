import assert from "node:assert/strict";
import { test } from "node:test";
import "../dom.js";

const { render } = await import("lit");
const { againButton } = await import("../../../static/js/teaching/collect-form.js");

/** What is said once it was collected again. */
async function said(isNew) {
  const teaching = { open: { app: "Stories", version: 2 }, busy: false, collectAgain: async () => isNew };
  render(againButton(teaching, false), document.querySelector("main"));
  document.querySelector("main button").click();
  await new Promise(setImmediate);
  const shelf = document.querySelector("toast-shelf");
  await shelf.updateComplete;
  return shelf.textContent;
}

test("the next version is said to be there, whether it has more or less, and that nothing changed is said too", async () => {
  assert.match(await said(true), /Collected again as version 2\./);
  assert.match(await said(false), /Nothing has changed since\./);
});
