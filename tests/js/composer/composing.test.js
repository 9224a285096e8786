import assert from "node:assert/strict";
import { test } from "node:test";
import { Composing } from "../../../static/js/composer/composing.js";
import { nextStep } from "../../../static/js/composer/progress.js";
import { AppState } from "../../../static/js/state/app.js";
import { page, Server, Storage, widget } from "../state/support.js";

const NEW = {
  ...{ id: "c1", app: "app1", changes: false, description: "A story", state: "working", title: "", cursor: "0-0" },
  ...{ graph: { widgets: [] }, waits_for: ["plan"], progress: { done: 0, of: 1 }, differences: [], problems: [] },
  ...{ revision: 1, failure: null },
};
const PLANNED = { widgets: [widget("w1", "Topic", {}, "input"), widget("w2", "Story", { prompt: "@[Topic]" })] };
const CHANGE = {
  ...NEW,
  id: "c2",
  changes: true,
  description: "shorten it",
  graph: { widgets: [widget("a", "Story")] },
};

/** A page with these widgets, whose composition `news(type, data)` tells of. */
function open(composition, ...widgets) {
  const data = page(...widgets);
  const server = new Server(data.app.graph);
  const app = new AppState(data, { api: server, storage: new Storage(), pause: 1, retry: 1 });
  const calls = [];
  let answer = CHANGE;
  const api = {
    startComposition: async body => calls.push(["start", body]) && answer,
    stopComposition: async id => calls.push(["stop", id]) && { ...composing.composition, id, state: "cancelled" },
    fetchComposition: async id => calls.push(["fetch", id]) && { ...answer, id },
  };
  const heard = {};
  const listener = (id, cursor, hear) => {
    Object.assign(heard, { id, cursor, hear, isOpen: true });
    return () => Object.assign(heard, { isOpen: false });
  };
  const ended = [];
  const composing = new Composing({ app, api, composition, listener, ended: one => ended.push(one) });
  const answerWith = next => {
    answer = next;
    return { answer };
  };
  return { app, server, composing, heard, calls, ended, answerWith };
}

test("while a model composes, the board grows, nobody changes it, and nothing is saved", async () => {
  const { app, server, composing, heard } = open(NEW);
  heard.hear("composition.title", { title: "Stories" });
  heard.hear("composition.widget", { widget: PLANNED.widgets[0], filled: false });
  heard.hear("composition.widget", { widget: PLANNED.widgets[1], filled: false });
  assert.deepEqual(app.graph, PLANNED);
  assert.equal(app.app.title, "Stories");
  app.add("text");
  app.undo();
  assert.deepEqual(app.graph, PLANNED);
  await app.save();
  assert.equal(server.revisions.length, 1);
  assert.equal(composing.said, "“Story” was added");
});

test("a widget that is filled in takes the place of the one that was added", () => {
  const { app, heard } = open(NEW);
  heard.hear("composition.widget", { widget: widget("w1", "Story"), filled: false });
  heard.hear("composition.widget", { widget: widget("w1", "Story", { prompt: "Go" }), filled: true });
  assert.deepEqual(app.graph.widgets, [widget("w1", "Story", { prompt: "Go" })]);
});

test("at the end stands what the server saved, and one undo empties the board again", async () => {
  const { app, server, composing, heard, ended } = open(NEW);
  heard.hear("composition.widget", { widget: PLANNED.widgets[0], filled: false });
  server.revisions.push(PLANNED);
  heard.hear("composition.ended", {
    composition: { ...NEW, state: "done", title: "Stories", graph: PLANNED, revision: 2 },
  });
  assert.deepEqual([app.graph, app.revision, app.held, composing.isWorking], [PLANNED, 2, null, false]);
  assert.deepEqual([heard.isOpen, ended.length], [false, 1]);
  app.undo();
  assert.deepEqual(app.graph.widgets, []);
  assert.equal(await app.save(), true);
  assert.equal(server.revisions.length, 3);
});

test("a failure gives the board back, with what was saved and the sentence", () => {
  const { app, composing, heard } = open(NEW);
  const failure = { code: "worker_lost", message: "It went away. Try again." };
  heard.hear("composition.ended", { composition: { ...NEW, state: "failed", failure } });
  assert.equal(composing.failure.message, "It went away. Try again.");
  assert.equal(app.held, null);
  composing.dismiss();
  assert.equal(composing.failure, null);
});

test("stopping before there is anything gives the empty board back", async () => {
  const { app, composing, calls } = open(NEW);
  await composing.stop();
  assert.deepEqual(calls, [["stop", "c1"]]);
  assert.deepEqual([app.held, app.graph.widgets, composing.isWorking], [null, [], false]);
});

test("when the log is gone, how things are is asked for, and followed from there", async () => {
  const { app, heard, answerWith } = open(NEW);
  answerWith({ ...NEW, graph: PLANNED, cursor: "7-0" });
  heard.hear("reset", {});
  await new Promise(setImmediate);
  assert.deepEqual(app.graph, PLANNED);
  assert.deepEqual([heard.cursor, heard.isOpen], ["7-0", true]);
});

test("a change is asked for on top of what is saved, shown, and taken by one step that is saved", async () => {
  const { app, server, composing, heard, calls } = open(null, widget("a", "Story"));
  await composing.ask("shorten it");
  assert.deepEqual(calls, [["start", { description: "shorten it", app: "app1" }]]);
  const graph = { widgets: [widget("a", "Story", { prompt: "Short" })] };
  heard.hear("composition.ended", { composition: { ...CHANGE, state: "done", graph } });
  assert.deepEqual([app.graph, server.revisions.length], [graph, 1]);
  composing.accept();
  assert.equal(app.undoable, "“shorten it”");
  await app.save();
  assert.deepEqual(server.newest, graph);
  app.undo();
  assert.deepEqual(app.graph.widgets, [widget("a", "Story")]);
});

test("a proposal that is discarded leaves everything as it was, here and on the server", async () => {
  const graph = { widgets: [widget("a", "Tale")] };
  const { app, composing, calls } = open({ ...CHANGE, state: "done", graph }, widget("a", "Story"));
  assert.equal(app.graph.widgets[0].title, "Tale");
  await composing.discard();
  assert.deepEqual(calls, [["stop", "c2"]]);
  assert.deepEqual([app.graph.widgets[0].title, app.undoable, composing.proposal], ["Story", null, null]);
});

test("a change is not asked for while what was changed here cannot be saved", async () => {
  const { app, server, composing, calls } = open(null, widget("a", "Story"));
  server.away = true;
  app.updateSettings("a", { prompt: "New" });
  await assert.rejects(composing.ask("shorten it"), /not saved yet/);
  assert.deepEqual(calls, []);
  server.away = false; // else the page tries to save for ever
});

test("what it does is said in a few words", () => {
  const say = (change, isBegun = true) => nextStep({ composition: { ...NEW, ...change }, isBegun });
  assert.equal(say({}, false), "Waiting for the model…");
  assert.equal(say({}), "Planning the app…");
  const planned = { title: "Stories", graph: PLANNED };
  assert.equal(say({ ...planned, waits_for: ["fill-w1", "fill-w2"] }), "Writing “Topic” and 1 more …");
  assert.equal(say({ ...planned, waits_for: ["fill-w2"] }), "Writing “Story” …");
  assert.equal(say({ changes: true, waits_for: ["target"] }), "Thinking about the change…");
});
