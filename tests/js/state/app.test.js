import assert from "node:assert/strict";
import { test } from "node:test";
import { AppState } from "../../../static/js/state/app.js";
import { page, Server, Storage, widget } from "./support.js";

function open(...widgets) {
  const data = page(...widgets);
  const server = new Server(data.app.graph);
  return new AppState(data, { api: server, storage: new Storage(), pause: 1, retry: 1 });
}

const titles = app => app.graph.widgets.map(one => one.title);

test("a new widget gets the first free title, a free place and the selection", () => {
  const app = open(widget("a", "Text 1"));
  const made = app.widget(app.add("text"));
  assert.equal(made.title, "Text 2");
  assert.equal(made.layout.x, 6);
  assert.equal(app.selected, made.id);
});

test("undo and redo walk through the steps, and a new step forgets what could be redone", () => {
  const app = open();
  app.add("text");
  app.add("note");
  app.undo();
  assert.deepEqual(titles(app), ["Text 1"]);
  app.redo();
  assert.deepEqual(titles(app), ["Text 1", "Note 1"]);
  app.undo();
  app.add("input");
  assert.equal(app.redoable, null);
});

test("typing in one field is one step, and another field begins another", () => {
  const app = open(widget("a", "Story"));
  for (const prompt of ["W", "Wr", "Write"]) app.updateSettings("a", { prompt });
  app.updateSettings("a", { instructions: "Briefly" });
  app.undo();
  assert.deepEqual(app.widget("a").settings, { prompt: "Write" });
  app.undo();
  assert.deepEqual(app.widget("a").settings, {});
});

test("a change that changes nothing is no step", () => {
  const app = open(widget("a", "Story", { prompt: "Go" }));
  app.updateSettings("a", { prompt: "Go" });
  assert.equal(app.undoable, null);
});

test("renaming rewrites the references in the same step", () => {
  const app = open(widget("a", "Topic"), widget("b", "Story", { prompt: "About @[topic]" }));
  assert.equal(app.rename("a", "Theme"), null);
  assert.equal(app.widget("b").settings.prompt, "About @[Theme]");
  app.undo();
  assert.equal(app.widget("b").settings.prompt, "About @[topic]");
});

test("a title that is empty, bracketed or taken is refused with a sentence", () => {
  const app = open(widget("a", "Topic"), widget("b", "Story"));
  assert.match(app.rename("a", "  "), /needs a title/);
  assert.match(app.rename("a", "To[pic"), /cannot contain square brackets/);
  assert.match(app.rename("a", "STORY "), /already/);
  assert.deepEqual(titles(app), ["Topic", "Story"]);
});

test("a widget that others refer to is removed only when that is meant", () => {
  const app = open(widget("a", "Topic"), widget("b", "Story", { prompt: "About @[Topic]" }));
  assert.deepEqual(app.remove("a"), { refused: true, title: "Topic", dependants: ["Story"] });
  assert.equal(app.graph.widgets.length, 2);
  app.remove("a", { force: true });
  assert.deepEqual(titles(app), ["Story"]);
  assert.equal(app.problemsOf("b", "prompt")[0].code, "dangling_reference");
});

test("a copy has its own id and title and does not overlap", () => {
  const app = open(widget("a", "Story", { prompt: "Go" }));
  const copy = app.widget(app.duplicate("a"));
  assert.equal(copy.title, "Story 2");
  assert.deepEqual(copy.settings, { prompt: "Go" });
  assert.equal(copy.layout.x, 6);
});

test("a widget stays on the board wherever it is moved", () => {
  const app = open(widget("a", "Story"));
  app.arrange({ a: { x: 20, y: -3, w: 6, h: 4 } });
  assert.deepEqual(app.widget("a").layout, { x: 6, y: 0, w: 6, h: 4 });
});

test("what only the server sees stays until the field is changed", () => {
  const data = page(widget("a", "Story", { prompt: "" }));
  data.app.problems = [{ widget: "a", field: "prompt", code: "empty_prompt", message: "No prompt." }];
  const app = new AppState(data, { api: new Server(data.app.graph), storage: new Storage(), pause: 1, retry: 1 });
  assert.equal(app.problemsOf("a").length, 1);
  app.updateSettings("a", { prompt: "Go" });
  assert.equal(app.problemsOf("a").length, 0);
});

test("who may not edit changes nothing and stays in play mode", () => {
  const data = page(widget("a", "Story"));
  data.app.rights.edit = false;
  const app = new AppState(data, { api: new Server(data.app.graph), storage: new Storage(), pause: 1, retry: 1 });
  app.setMode("edit");
  app.updateSettings("a", { prompt: "Go" });
  assert.equal(app.mode, "play");
  assert.deepEqual(app.widget("a").settings, {});
});

test("an app title that could not be saved is taken back", async () => {
  const app = open();
  app.api.away = true;
  await assert.rejects(app.setTitle("Androids"));
  assert.equal(app.app.title, "Robots");
});

const turn = () => new Promise(setImmediate);

/** An app whose patches wait until the test answers them, in any order. */
function patching() {
  const app = open();
  const asked = [];
  app.api.patchApp = (_, change) => new Promise((answer, fail) => asked.push({ change, answer, fail }));
  return { app, asked };
}

test("what could not be saved takes nothing else back", async () => {
  const { app, asked } = patching();
  const title = app.setTitle("Androids");
  const visibility = app.share({ visibility: "public" });
  await turn();
  asked[0].fail(new Error("The server cannot be reached."));
  await assert.rejects(title);
  assert.deepEqual([app.app.title, app.app.visibility], ["Robots", "public"]);
  await turn();
  asked[1].answer({ title: "Robots", visibility: "public" });
  await visibility;
  assert.deepEqual([app.app.title, app.app.visibility], ["Robots", "public"]);
});

test("of two titles given quickly the later stays, and only what was saved comes back", async () => {
  const { app, asked } = patching();
  const [first, second] = [app.setTitle("Androids"), app.setTitle("Golems")];
  await turn();
  asked[0].answer({ title: "Androids" });
  await first;
  assert.equal(app.app.title, "Golems");
  await turn();
  asked[1].fail(new Error("The server cannot be reached."));
  await assert.rejects(second);
  assert.equal(app.app.title, "Androids");
});
