import assert from "node:assert/strict";
import { test } from "node:test";
import { AppState } from "../../../static/js/state/app.js";
import { put, type } from "../dom.js";
import { page, Server, Storage } from "../state/support.js";

await import("../../../static/js/editor/app-title.js");
await import("../../../static/js/editor/settings-panel.js");

function editing() {
  const data = page();
  const app = new AppState(data, { api: new Server(data.app.graph), storage: new Storage() });
  app.setMode("edit");
  return app;
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
