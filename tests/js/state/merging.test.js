import assert from "node:assert/strict";
import { test } from "node:test";
import { AppState } from "../../../static/js/state/app.js";
import { Merging } from "../../../static/js/state/merging.js";
import { page, Server, Storage, until, widget } from "./support.js";

/** A page and a server on which somebody else saved `theirs` meanwhile; `answers` are those of the merge. */
function open({ answers, storage = new Storage() }) {
  const data = page(widget("a", "Story", { prompt: "base" }));
  const server = new Server(data.app.graph);
  const asked = [];
  server.mergeGraph = async (_, body) => {
    asked.push(structuredClone(body));
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return { revision: server.revisions.length, author: { username: "bob" }, conflicts: [], ...answer };
  };
  const app = new AppState(data, { api: server, storage, pause: 1, retry: 1 });
  const said = [];
  const merging = new Merging({ app, api: server, merged: author => said.push(author.username) });
  server.revisions.push({ widgets: [widget("a", "Story", { prompt: "theirs" })] });
  return { app, merging, server, asked, said };
}

const graph = prompt => ({ widgets: [widget("a", "Story", { prompt })] });
const conflict = { widget: "a", title: "Story", fields: ["prompt"], mine: {}, theirs: {}, differences: [] };

test("what can be merged is merged without a question, saved on top, and can be undone", async () => {
  const { app, asked, said, server } = open({ answers: [{ graph: graph("both") }] });
  app.updateSettings("a", { prompt: "mine" });
  await until(app, () => app.isSaved && said.length);
  assert.deepEqual([asked[0].base_revision, asked[0].graph.widgets[0].settings.prompt], [1, "mine"]);
  assert.deepEqual(server.newest, graph("both"));
  assert.deepEqual(said, ["bob"]);
  app.undo();
  assert.equal(app.widget("a").settings.prompt, "mine");
});

test("what both changed is asked, and the choice is sent", async () => {
  const answers = [{ graph: graph("theirs"), conflicts: [conflict] }, { graph: graph("mine") }];
  const { app, merging, asked, said } = open({ answers });
  app.updateSettings("a", { prompt: "mine" });
  await until(merging, () => merging.isAsking);
  assert.equal(app.widget("a").settings.prompt, "mine"); // nothing is taken before somebody chose
  assert.equal(merging.isReady, false);
  merging.choose("a", "mine");
  assert.equal(merging.isReady, true);
  await merging.finish();
  await until(app, () => app.isSaved);
  assert.deepEqual(asked[1].choices, { a: "mine" });
  assert.equal(merging.isAsking, false);
  assert.deepEqual(said, []); // who chose knows
});

test("what was written while the merge was on its way is merged too", async () => {
  const { app, asked, merging } = open({ answers: [{ graph: graph("old") }, { graph: graph("new") }] });
  const ask = merging.api.mergeGraph;
  merging.api.mergeGraph = async (...all) => {
    if (!asked.length) app.updateSettings("a", { prompt: "mine, and more" });
    return await ask(...all);
  };
  app.updateSettings("a", { prompt: "mine" });
  await until(app, () => app.isSaved && asked.length === 2);
  assert.equal(asked[1].graph.widgets[0].settings.prompt, "mine, and more");
  assert.equal(app.widget("a").settings.prompt, "new");
});

test("a merge that fails says so, and theirs or mine can still be taken", async () => {
  const { app, merging, server } = open({ answers: [new Error("The server cannot be reached.")] });
  app.updateSettings("a", { prompt: "mine" });
  await until(merging, () => merging.isAsking);
  assert.equal(merging.failure, "The server cannot be reached.");
  app.keepMine();
  await until(app, () => app.isSaved);
  assert.equal(server.newest.widgets[0].settings.prompt, "mine");
  assert.equal(merging.isAsking, false);
});

test("what an earlier visit left is merged from the revision that it was made from", async () => {
  const storage = new Storage();
  const aside = { base: 3, graph: graph("left") };
  storage.setItem("unsaved:ann:app1", JSON.stringify(aside));
  const data = page(widget("a", "Story", { prompt: "newest" }));
  data.app.revision = 5;
  const asked = [];
  const api = { mergeGraph: async (_, body) => asked.push(body) && new Promise(() => {}) };
  const app = new AppState(data, { api, storage });
  new Merging({ app, api });
  assert.deepEqual([asked[0].base_revision, asked[0].graph], [3, graph("left")]);
  assert.equal(JSON.parse(storage.getItem("unsaved:ann:app1")).base, 3);
});
