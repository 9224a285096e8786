import assert from "node:assert/strict";
import { test } from "node:test";
import { AppState } from "../../../static/js/state/app.js";
import { page, Server, Storage, until, widget } from "./support.js";

/** An app on a page, and what it was opened with: a second tab can be opened with the same. */
function open({
  data = page(widget("a", "Story")),
  server = new Server(data.app.graph),
  storage = new Storage(),
} = {}) {
  const app = new AppState(data, { api: server, storage, pause: 1, retry: 1 });
  return { app, data, server, storage };
}

const KEY = "unsaved:ann:app1";
const prompt = graph => graph.widgets[0].settings.prompt;
const type = (app, text) => app.updateSettings("a", { prompt: text });

test("a change is saved by itself, and nothing is left aside", async () => {
  const { app, server, storage } = open();
  type(app, "Go");
  assert.equal(app.saving, "saving");
  assert.deepEqual([...storage.keys()], [KEY]);
  await until(app, () => app.saving === "saved");
  assert.equal(prompt(server.newest), "Go");
  assert.equal(app.revision, 2);
  assert.equal(storage.size, 0);
});

test("what changes during a save is saved after it, one save at a time", async () => {
  const { app, server } = open();
  type(app, "one");
  const first = app.save();
  type(app, "two");
  type(app, "three");
  assert.equal(await first, true);
  assert.deepEqual(server.revisions.map(prompt), [undefined, "one", "three"]);
});

test("offline it keeps trying until the server is back", async () => {
  const { app, server } = open();
  server.away = true;
  type(app, "Go");
  assert.equal(await app.save(), false);
  assert.equal(app.saving, "offline");
  server.away = false;
  await until(app, () => app.saving === "saved");
  assert.equal(prompt(server.newest), "Go");
});

test("what a closed tab had not saved is there again at the next opening, and can be undone", async () => {
  const { app, server, storage, data } = open();
  server.away = true;
  type(app, "Go");
  await app.save();
  server.away = false;
  const again = open({ data, server, storage }).app;
  assert.equal(prompt(again.graph), "Go");
  assert.equal(again.restored, true);
  again.undo();
  assert.equal(prompt(again.graph), undefined);
});

test("a change made elsewhere is a conflict: neither version is lost", async () => {
  const { app, server, data } = open();
  const other = open({ data, server }).app;
  type(other, "theirs");
  await other.save();
  type(app, "mine");
  assert.equal(await app.save(), false);
  assert.equal(app.saving, "conflict");
  assert.equal(prompt(app.graph), "mine");
  assert.equal(prompt(app.theirs.graph), "theirs");
});

test("keeping mine puts it on top of theirs", async () => {
  const { app, server, data } = open();
  const other = open({ data, server }).app;
  type(other, "theirs");
  await other.save();
  type(app, "mine");
  await app.save();
  app.keepMine();
  await app.save();
  assert.deepEqual(server.revisions.map(prompt), [undefined, "theirs", "mine"]);
});

test("taking theirs leaves mine in the history", async () => {
  const { app, server, data } = open();
  const other = open({ data, server }).app;
  type(other, "theirs");
  await other.save();
  type(app, "mine");
  await app.save();
  app.takeTheirs();
  assert.deepEqual([prompt(app.graph), app.saving], ["theirs", "saved"]);
  app.undo();
  assert.equal(prompt(app.graph), "mine");
});

test("unsaved work on a revision that is not the newest any more opens as a conflict", async () => {
  const { app, server, storage, data } = open();
  server.away = true;
  type(app, "mine");
  await app.save();
  server.away = false;
  server.revisions.push({ widgets: [widget("a", "Story", { prompt: "theirs" })] });
  const newer = structuredClone({ ...data, app: { ...data.app, revision: 2, graph: server.newest } });
  const again = open({ data: newer, server, storage }).app;
  assert.equal(again.saving, "conflict");
  again.keepMine();
  assert.equal(await again.save(), true);
  assert.equal(prompt(server.newest), "mine");
});

test("a save whose answer got lost is no conflict with oneself", async () => {
  const { app, server } = open();
  const arrive = server.saveGraph.bind(server);
  server.saveGraph = async (...all) => {
    await arrive(...all);
    server.saveGraph = arrive;
    throw new Error("The connection broke.");
  };
  type(app, "one");
  await app.save();
  type(app, "two");
  assert.equal(await app.save(), true);
  assert.deepEqual(server.revisions.map(prompt), [undefined, "one", "two"]);
});

test("nor when an earlier save got lost altogether and more was typed since", async () => {
  const { app, server } = open();
  const arrive = server.saveGraph.bind(server);
  const lose = async () => {
    throw new Error("The connection broke.");
  };
  server.saveGraph = lose;
  type(app, "one");
  await app.save();
  server.saveGraph = (...all) => arrive(...all).then(lose);
  type(app, "two");
  await app.save();
  server.saveGraph = arrive;
  type(app, "three");
  assert.equal(await app.save(), true);
  assert.deepEqual(server.revisions.map(prompt), [undefined, "two", "three"]);
});

test("what one person could not save is not shown to the next on the same browser", async () => {
  const { app, server, storage, data } = open();
  server.away = true;
  type(app, "secret");
  await app.save();
  server.away = false;
  const next = open({ data: { ...data, user: { username: "bob" } }, server, storage }).app;
  assert.equal(prompt(next.graph), undefined);
});

test("a tab that has saved leaves aside what another tab has not", async () => {
  const { app, server, storage, data } = open();
  const other = open({ data, server, storage }).app;
  type(other, "one");
  const saved = other.save();
  type(app, "two");
  await saved;
  assert.equal(storage.size, 1);
});

test("what lies aside in another shape is thrown away", () => {
  for (const left of ['{"base": 1}', '{"graph": {"widgets": []}}', "7", "{"]) {
    const storage = new Storage([[KEY, left]]);
    const { app } = open({ storage });
    assert.deepEqual([app.saving, storage.size], ["saved", 0]);
  }
});

for (const status of [401, 403, 404]) {
  test(`an editor to whom the server says ${status} is told that they are logged out, and keeps the change`, async () => {
    const { app, server, storage } = open();
    const save = server.saveGraph;
    server.saveGraph = async () => {
      throw Object.assign(new Error("There is nothing here, or it is not yours to see."), { status });
    };
    type(app, "mine");
    assert.equal(await app.save(), false);
    assert.equal(app.refusal, "You are logged out here. Log in, then reload; your changes are kept.");
    assert.equal(app.isShutOut, true);
    assert.equal(prompt(JSON.parse(storage.getItem(KEY)).graph), "mine");
    server.saveGraph = save;
    type(app, "mine again");
    assert.equal(await app.save(), true);
    assert.equal(app.isShutOut, false);
  });
}

test("a title that cannot be saved for that says so too", async () => {
  const { app, server } = open();
  server.patchApp = async () => {
    throw Object.assign(new Error("You may not do this."), { status: 403 });
  };
  await assert.rejects(app.setTitle("Mine"), { code: "logged_out", message: /^You are logged out here/ });
  assert.equal(app.isShutOut, true);
});

test("what the server does not take is said in its words, and the next change is tried again", async () => {
  const { app, server } = open();
  server.refuses = "A text has at most 50,000 characters.";
  type(app, "too long");
  assert.equal(await app.save(), false);
  assert.deepEqual([app.saving, app.refusal], ["refused", "A text has at most 50,000 characters."]);
  server.refuses = null;
  type(app, "short");
  assert.equal(await app.save(), true);
});
