import assert from "node:assert/strict";
import { test } from "node:test";
import { AppState } from "../../../static/js/state/app.js";
import { put, type } from "../dom.js";
import { page, Server, Storage, until, widget } from "../state/support.js";

await import("../../../static/js/editor/app-title.js");
await import("../../../static/js/editor/settings-panel.js");

function editing(...widgets) {
  const data = page(...widgets);
  const app = new AppState(data, { api: new Server(data.app.graph), storage: new Storage(), pause: 1 });
  app.setMode("edit");
  return app;
}

async function titling() {
  const app = editing(
    widget("a", "Story", {}, "input"),
    widget("b", "Poem", {}, "input"),
    widget("c", "Both", { prompt: "@[Story]" }),
  );
  app.select("a");
  const panel = await put("settings-panel", { app });
  return { app, panel, box: panel.querySelector("#widget-title") };
}

for (const [name, box] of [
  ["app-title", "input"],
  ["settings-panel", "#app-description"],
]) {
  test(`what is being typed in <${name}> outlasts a redraw`, async () => {
    const element = await put(name, { app: editing() });
    type(element.querySelector(box), "Half a sen");
    element.requestUpdate();
    await element.updateComplete;
    assert.equal(element.querySelector(box).value, "Half a sen");
  });
}

test("a title is taken and saved while one is in its box, and not said to be saved before", async () => {
  const { app, box } = await titling();
  type(box, "Tale");
  assert.deepEqual([app.saving, app.widget("a").title], ["saving", "Story"]);
  await until(app, () => app.saving === "saved");
  assert.deepEqual([app.widget("a").title, app.widget("c").settings.prompt], ["Tale", "@[Tale]"]);
});

test("a title that cannot be had is not saved, and the bar says so with the reason", async () => {
  const { app, box } = await titling();
  type(box, "Poem");
  await until(app, () => app.saving === "refused");
  assert.match(app.refusal, /already/);
  type(box, "Poems");
  assert.deepEqual([app.saving, app.refusal], ["saving", null]);
  await until(app, () => app.saving === "saved");
  assert.equal(app.widget("a").title, "Poems");
});

test("leaving the page, or for another widget, takes the title that was typed", async () => {
  const { app, box, panel } = await titling();
  type(box, "Tale");
  window.dispatchEvent(new window.Event("beforeunload"));
  assert.equal(app.widget("a").title, "Tale");
  type(box, "Fable ");
  app.select("b");
  await until(app, () => app.widget("a").title === "Fable");
  await panel.updateComplete;
  assert.equal(panel.querySelector("#widget-title").value, "Poem");
});
