import assert from "node:assert/strict";
import { test } from "node:test";
import { put, type } from "../dom.js";

globalThis.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

const toasts = [];
await import("../../../static/js/board/prose-text.js");
await import("../../../static/js/board/chat-box.js");
document.querySelector("toast-shelf").add = one => toasts.push(one.text);

const REST = { state: "idle", value: "", finish: null, problem: null, mend: [], missing: [], stopping: false };

const SAID = [
  { role: "user", content: "Hello <b>you</b>" },
  { role: "assistant", content: "**Hi.**" },
];

/** A chat box before a run that remembers what it was asked; `refuses` is what it throws. */
async function chat({ said = [], status = {}, settings = {}, refuses = null } = {}) {
  const asked = [];
  const widget = { id: "c", kind: "chat", title: "Guide", settings };
  const run = Object.assign(new EventTarget(), {
    said: () => said,
    status: () => ({ ...REST, ...status }),
    again: async id => asked.push(["again", id]),
    stop: async ids => asked.push(["stop", ids]),
    tell: async (id, text) => {
      asked.push(["tell", id, text]);
      if (refuses) throw refuses;
    },
  });
  const app = Object.assign(new EventTarget(), { widget: () => widget });
  const box = await put("chat-box", { app, run, widgetId: "c", label: "title-c" });
  return { box, asked, text: box.querySelector("textarea") };
}

const words = element => element.textContent.replace(/\s+/g, " ").trim();

const press = (box, key, more = {}) =>
  box.dispatchEvent(new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));

const turn = () => new Promise(setImmediate);

test("who said what is said also to those who listen, and nothing said is markup", async () => {
  const { box } = await chat({ said: SAID, settings: { first_message: "Ask me." } });
  assert.deepEqual([...box.querySelectorAll(".turn")].map(words), [
    "Assistant: Ask me.",
    "You: Hello <b>you</b>",
    "Assistant: Hi.",
  ]);
  assert.equal(box.querySelector(".is-user b"), null);
  assert.ok(box.querySelector(".is-assistant:last-child strong"));
});

test("the log is a log that does not read out each word", async () => {
  const { box } = await chat({ said: SAID });
  const log = box.querySelector("[role=log]");
  assert.deepEqual([log.getAttribute("aria-live"), log.getAttribute("aria-labelledby")], ["off", "title-c"]);
});

test("Enter sends, Shift and Enter begin a new line, and Enter that ends a word in another script does neither", async () => {
  const { box, asked, text } = await chat();
  type(text, "Hello");
  press(text, "Enter", { shiftKey: true });
  press(text, "Enter", { isComposing: true });
  assert.deepEqual(asked, []);
  press(text, "Enter");
  await turn();
  assert.deepEqual(asked, [["tell", "c", "Hello"]]);
  await box.updateComplete;
  assert.equal(text.value, "");
});

test("blanks are nothing to send", async () => {
  const { asked, text } = await chat();
  type(text, " \n ");
  press(text, "Enter");
  assert.deepEqual(asked, []);
});

test("what was not taken stands in the box again", async () => {
  const refuses = Object.assign(new Error("The server cannot be reached."), { name: "ApiError" });
  const { box, text } = await chat({ refuses });
  type(text, "Hello");
  press(text, "Enter");
  await turn();
  await box.updateComplete;
  assert.equal(text.value, "Hello");
  assert.deepEqual(toasts, ["The server cannot be reached."]);
});

test("while an answer comes one can stop it, and write but not send", async () => {
  const { box, asked, text } = await chat({ said: SAID, status: { state: "running", value: "**Hi.**" } });
  type(text, "And");
  press(text, "Enter");
  box.querySelector("button[aria-label=Stop]").click();
  assert.deepEqual(asked, [["stop", ["c"]]]);
  assert.equal(box.querySelector("button[aria-label=Send]"), null);
});

test("until the first word comes there is a sign that it thinks", async () => {
  const { box } = await chat({ said: SAID.slice(0, 1), status: { state: "queued" } });
  assert.match(words(box.querySelector(".is-thinking")), /Thinking/);
});

test("the last answer can be asked for again, those before only copied", async () => {
  const { box, asked } = await chat({ said: [...SAID, ...SAID], status: { state: "done" } });
  const tools = [...box.querySelectorAll(".turn")].map(one =>
    [...one.querySelectorAll("button")].map(button => button.title),
  );
  assert.deepEqual(tools, [["Copy"], ["Copy"], ["Copy"], ["Copy", "Answer again"]]);
  box.querySelector("button[title='Answer again']").click();
  assert.deepEqual(asked, [["again", "c"]]);
});

test("what is missing is said, and nothing is sent before it is there", async () => {
  const { box, asked, text } = await chat({ status: { missing: ["Topic"] } });
  assert.match(words(box.querySelector(".turns")), /Fill in Topic to get started\./);
  type(text, "Hello");
  press(text, "Enter");
  assert.deepEqual(asked, []);
  assert.equal(box.querySelector("button[aria-label=Send]").getAttribute("aria-disabled"), "true");
});

test("an answer that failed says why, and can be tried again", async () => {
  const failure = { message: "This conversation has become longer than the model can read." };
  const { box, asked } = await chat({ said: SAID.slice(0, 1), status: { state: "failed", failure } });
  assert.match(words(box.querySelector(".failure")), /longer than the model can read/);
  box.querySelector(".failure button").click();
  assert.deepEqual(asked, [["again", "c"]]);
});

test("what was said and not answered can be answered", async () => {
  const { box, asked } = await chat({ said: SAID.slice(0, 1), status: { state: "cancelled" } });
  box.querySelector(".chat-answer").click();
  assert.deepEqual(asked, [["again", "c"]]);
});

test("an answer without a word is said to be one, with a way to try again", async () => {
  const said = SAID.slice(0, 1);
  const { box, asked } = await chat({ said, status: { state: "done", finish: "stop" } });
  assert.equal(words(box.querySelector(".turns > .hint")), "The model wrote nothing.");
  const button = box.querySelector(".chat-answer");
  assert.equal(words(button), "Try again");
  button.click();
  assert.deepEqual(asked, [["again", "c"]]);
  const stopped = await chat({ said, status: { state: "cancelled" } });
  assert.equal(stopped.box.querySelector(".turns > .hint"), null);
});
