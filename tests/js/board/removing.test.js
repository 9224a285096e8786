import assert from "node:assert/strict";
import { test } from "node:test";
import { AppState } from "../../../static/js/state/app.js";
import { frame } from "../dom.js";
import { page, Server, Storage, widget } from "../state/support.js";

const { removeWidget } = await import("../../../static/js/board/removing.js");
await import("../../../static/js/toast.js");

/** An app of A and B from which A was removed, and the Undo of the toast. */
async function removed() {
  const data = page(widget("a", "A"), widget("b", "B"));
  const app = new AppState(data, { api: new Server(data.app.graph), storage: new Storage(), delay: 0 });
  await removeWidget(app, "a");
  await frame();
  return { app, undo: () => [...document.querySelectorAll(".toast .button")].at(-1).click() };
}

const ids = app => app.graph.widgets.map(one => one.id).sort();

test("the toast's Undo brings a widget back, beside what came after", async () => {
  const { app, undo } = await removed();
  const added = app.add("text");
  undo();
  assert.deepEqual(ids(app), ["a", "b", added].sort());
});

test("what came back by Ctrl+Z needs no Undo any more: its toast goes", async () => {
  const { app } = await removed();
  const count = () => document.querySelectorAll(".toast").length;
  const before = count();
  app.undo();
  await frame();
  assert.equal(count(), before - 1);
  assert.deepEqual(ids(app), ["a", "b"]);
});
