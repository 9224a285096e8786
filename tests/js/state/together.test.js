import assert from "node:assert/strict";
import { test } from "node:test";
import { AppState } from "../../../static/js/state/app.js";
import { Desk } from "../../../static/js/state/desk.js";
import { Together } from "../../../static/js/state/together.js";
import { page, Server, Storage, until, widget } from "./support.js";

const turn = () => new Promise(setImmediate);

function open() {
  const data = page(widget("a", "Story", { prompt: "mine" }));
  const server = new Server(data.app.graph);
  const elsewhere = { ...data.app, title: "Androids", revision: 2, problems: [] };
  elsewhere.graph = { widgets: [widget("a", "Story", { prompt: "theirs" })] };
  const fetched = [];
  server.fetchApp = async id => {
    fetched.push(id);
    return structuredClone(elsewhere);
  };
  const app = new AppState(data, { api: server, storage: new Storage(), pause: 5, retry: 1 });
  const heard = {};
  const together = new Together({ app, api: server, listen: (_, ports) => Object.assign(heard, ports) });
  return { app, together, fetched, elsewhere, server, hear: heard.onEvent, gone: heard.onGone };
}

test("what was saved elsewhere is taken while nothing is unsaved here, and can be undone", async () => {
  const { app, hear } = open();
  hear({ type: "revision.saved", revision: 2 });
  await turn();
  assert.deepEqual([app.widget("a").settings.prompt, app.revision, app.elsewhere], ["theirs", 2, true]);
  assert.equal(app.app.title, "Androids");
  assert.equal(app.undoable, "Take what was saved elsewhere");
  app.updateSettings("a", { prompt: "on" });
  assert.equal(app.elsewhere, false);
});

test("one's own saves are no news", async () => {
  const { app, hear, fetched } = open();
  hear({ type: "revision.saved", revision: 1 });
  await turn();
  app.updateSettings("a", { prompt: "more" });
  hear({ type: "revision.saved", revision: 2 }); // before the answer of the save is here
  await until(app, () => app.isSaved);
  await turn();
  assert.deepEqual([app.revision, fetched], [2, []]);
});

test("while something is unsaved it waits, and takes nothing that the save made old", async () => {
  const { app, hear, server, fetched } = open();
  server.away = true;
  app.updateSettings("a", { prompt: "unsaved" });
  await until(app, () => app.saving === "offline");
  hear({ type: "revision.saved", revision: 2 });
  await turn();
  assert.deepEqual([fetched, app.widget("a").settings.prompt], [[], "unsaved"]);
  server.away = false;
  await until(app, () => app.isSaved);
  await turn();
  assert.deepEqual([fetched, app.widget("a").settings.prompt], [[], "unsaved"]);
});

test("that details changed is fetched, and the graph stays when it is as it was", async () => {
  const { app, hear, elsewhere } = open();
  elsewhere.revision = 1;
  hear({ type: "details.changed" });
  await turn();
  assert.deepEqual([app.app.title, app.widget("a").settings.prompt, app.elsewhere], ["Androids", "mine", false]);
});

test("a title that is on its way is not taken back by news", async () => {
  const { app, hear, server } = open();
  let answer;
  server.patchApp = () =>
    new Promise(resolve => {
      answer = resolve;
    });
  const sent = app.setTitle("Mine");
  await turn();
  hear({ type: "details.changed" });
  await turn();
  assert.equal(app.app.title, "Mine");
  answer({ title: "Mine" });
  await sent;
  assert.equal(app.app.title, "Mine");
});

test("who else is there is known until the connection breaks", () => {
  const { together, hear, gone } = open();
  hear({ type: "presence", others: ["bob"] });
  assert.deepEqual(together.others, ["bob"]);
  gone();
  assert.deepEqual(together.others, []);
});

globalThis.location = { protocol: "http:", host: "here" };

function sockets() {
  const opened = [];
  const heard = [];
  const desk = new Desk("app1", {
    onEvent: event => heard.push(event.type),
    onGone: () => heard.push("gone"),
    open: url => {
      opened.push({ url, close() {} });
      return opened.at(-1);
    },
  });
  return { desk, opened, heard };
}

test("a desk that breaks off is gone back to", async t => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { desk, opened, heard } = sockets();
  assert.equal(opened[0].url, "ws://here/ws/apps/app1/");
  opened[0].onmessage({ data: '{"type": "presence"}' });
  opened[0].onclose({ code: 1006 });
  t.mock.timers.tick(2000);
  assert.deepEqual([opened.length, heard], [2, ["presence", "gone"]]);
  desk.close();
});

test("who is shut out does not come back", t => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { opened } = sockets();
  opened[0].onclose({ code: 4404 });
  t.mock.timers.tick(60_000);
  assert.equal(opened.length, 1);
});
