import assert from "node:assert/strict";
import { test } from "node:test";
import "./dom.js";

globalThis.fetch = async () => new Response(null, { status: 204 });
await import("../../static/js/toast.js");
const card = id =>
  `<article class="app-card"><a href="#${id}">${id}</a><button data-delete=${id} data-title=${id}>x</button></article>`;
document.querySelector("main").innerHTML =
  `<div class="app-cards">${card("a")}${card("b")}</div><nav class="page-turner"></nav><div class="empty" hidden></div>`;
await import("../../static/js/pages/mine.js");

async function remove(id) {
  document.querySelector(`[data-delete=${id}]`).click();
  await new Promise(setImmediate);
  await new Promise(setImmediate);
}

test("after deleting an app the next one has the focus", async () => {
  await remove("a");
  assert.equal(document.activeElement.textContent, "b");
});

test("with all apps of this page deleted nobody is told that there are none, if there are other pages", async () => {
  await remove("b");
  assert.ok(document.querySelector(".empty").hidden);
});
