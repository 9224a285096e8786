// The settings of one widget, drawn as in the panel, over a real AppState.
import { AppState } from "../../../static/js/state/app.js";
import { put } from "../dom.js";
import { page, Server, Storage } from "../state/support.js";

// What CodeMirror asks of a browser besides.
const { MutationObserver, Window, getComputedStyle } = window;
Object.assign(globalThis, { MutationObserver, Window, getComputedStyle });
window.Range.prototype.getClientRects = () => [];

await import("../../../static/js/editor/settings-panel.js");

/** `widgets`: the first is the one whose settings are open. `settle()` waits until what changed is drawn. */
export async function form(...widgets) {
  return opened(page(...widgets));
}

/** The same with what the page knows besides: models, problems. */
export async function opened(data, { run = null } = {}) {
  const app = new AppState(data, { api: new Server(data.app.graph), storage: new Storage() });
  const { id } = data.app.graph.widgets[0];
  app.setMode("edit");
  app.select(id);
  const panel = await put("settings-panel", { app, run });
  const settle = async () => {
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  };
  await settle();
  return { app, panel, settle, settings: () => app.widget(id).settings, labelled: words => labelled(panel, words) };
}

/** The box of a label or of an aria-label, as somebody finds it who reads or listens. */
export function labelled(place, words) {
  const label = [...place.querySelectorAll("label")].find(one => one.textContent.trim().startsWith(words));
  if (label) return label.htmlFor ? place.querySelector(`#${label.htmlFor}`) : label.querySelector("input");
  return place.querySelector(`[aria-label="${words}"]`);
}

/** Does what somebody does who writes this into a box and leaves it. */
export async function leave(box, text, settle) {
  box.value = text;
  box.dispatchEvent(new window.Event("input", { bubbles: true }));
  box.dispatchEvent(new window.Event("change", { bubbles: true }));
  await settle();
}

export async function tick(box, isOn, settle) {
  box.checked = isOn;
  box.dispatchEvent(new window.Event("change", { bubbles: true }));
  await settle();
}

export async function press(box, key, settle, more = {}) {
  const event = new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  box.dispatchEvent(event);
  await settle();
  return event;
}
