// A page for elements to stand in, in jsdom. Import this before any element.
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html><main tabindex=-1></main><toast-shelf></toast-shelf>", {
  url: "http://localhost/",
  pretendToBeVisual: true, // it has animation frames
});
const NAMES = [
  "document",
  "location",
  "customElements",
  "HTMLElement",
  "CustomEvent",
  "requestAnimationFrame",
  "cancelAnimationFrame",
];
Object.assign(globalThis, { window, ...Object.fromEntries(NAMES.map(name => [name, window[name]])) });
Object.defineProperty(globalThis, "navigator", { value: window.navigator, configurable: true }); // newer Nodes have one
window.matchMedia = () => ({ matches: false, addEventListener() {}, removeEventListener() {} });
globalThis.matchMedia = window.matchMedia;

const main = document.querySelector("main");

/** Puts an element with these properties on an otherwise empty page. */
export async function put(name, properties) {
  const element = Object.assign(document.createElement(name), properties);
  main.replaceChildren(element);
  await element.updateComplete;
  return element;
}

/** Does what somebody does who types this into a box and leaves it. */
export function type(box, text) {
  box.value = text;
  box.dispatchEvent(new window.Event("input", { bubbles: true }));
}

export const frame = () => new Promise(requestAnimationFrame);
