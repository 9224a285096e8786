import assert from "node:assert/strict";
import { test } from "node:test";
import { put } from "../dom.js";

const { Managing } = await import("../../../static/js/administration/managing.js");
await import("../../../static/js/administration/model-board.js");

const NOTHING = { speed: null, first_token_p50: null, first_token_p95: null, done: 0, failed: 0 };
const model = (name, more = {}) => ({
  ...{ name, title: name, task: "text", family: "text", enabled: true, installed: true, groups: [], measures: NOTHING },
  ...{ pools: [], places: [], installation: null, retired_at: null, unserved: false, can_install: true, edit: "#" },
  ...{ default: false, replacements: [], shipped: false, missing_lenders: [], ...more },
});
const coming = state => ({ state, stopping: false, phase: "", done: 0, total: 0, speed: null, seconds_left: null });

/** The board of these models; `now` has the server say others. */
async function board(models, workers = []) {
  const said = { models, workers, waiting: {}, redis: true };
  const asked = [];
  const installModel = async (name, body) => {
    asked.push([name, body]);
    return said.models.find(one => one.name === name);
  };
  const managing = new Managing({ api: { fetchManaged: async () => said, installModel } });
  await managing.refresh();
  const element = await put("model-board", { managing });
  const drawn = async () => {
    await new Promise(resolve => setTimeout(resolve));
    await element.updateComplete;
  };
  const now = async models => {
    said.models = models;
    await managing.refresh();
    await drawn();
  };
  const row = name => element.querySelector(`[data-model="${name}"]`);
  const button = (name, words) => [...row(name).querySelectorAll("button")].find(one => one.textContent === words);
  const names = () => [...element.querySelectorAll(".board-row")].map(one => one.dataset.model);
  return { element, asked, now, drawn, row, button, names };
}

test("rows keep their place whatever becomes of their models, and new ones go to the end", async () => {
  const far = model("far", { installed: false, installation: coming("running") });
  const { now, names, button } = await board([model("one"), far, model("two", { default: true })]);
  assert.deepEqual(names(), ["far", "two", "one"]);
  const cancelled = model("far", { installed: false, kept: true, installation: coming("cancelled") });
  await now([model("new"), model("one", { default: true }), model("two", { retired_at: "2026-01-01" }), cancelled]);
  assert.deepEqual(names(), ["far", "two", "one", "new"]);
  assert.ok(button("far", "Go on"));
});

test("what is small and known is installed at once, what is too big only when one has thought twice", async () => {
  const missing = { installed: false, size: 93e6, memory: 1e9 };
  const models = [model("small", missing), model("large", { ...missing, memory: 20e9 })];
  const { asked, drawn, row, button } = await board(models, [{ pool: "cpu", budget: 8e9 }]);
  button("small", "Install").click();
  await drawn();
  assert.deepEqual(asked, [["small", { accept_terms: false }]]);
  assert.match(row("large").querySelector(".board-warning").textContent, /no worker here has more than 8.0 GB/);
  button("large", "Install…").click();
  await drawn();
  assert.deepEqual(
    [asked.length, /no worker here/.test(row("large").querySelector(".board-form").textContent)],
    [1, true],
  );
  button("large", "Install it").click();
  await drawn();
  assert.deepEqual(asked[1], ["large", { accept_terms: false }]);
});

test("what can be installed is folded away beneath what is here, and stays where and as it is", async () => {
  const far = (name, more = {}) => model(name, { installed: false, ...more });
  const { element, now, names } = await board([
    far("far"),
    far("near"),
    far("bare", { can_install: false }),
    model("one"),
  ]);
  const fold = () => element.querySelector("details");
  const inside = () => [...fold().querySelectorAll(".board-row")].map(one => one.dataset.model);
  const summary = () => fold().querySelector("summary").textContent;
  assert.deepEqual(
    [names(), inside()],
    [
      ["one", "bare", "far", "near"],
      ["far", "near"],
    ],
  );
  assert.deepEqual([fold().open, summary()], [false, "2 more that can be installed"]);
  fold().open = true;
  await now([model("far"), far("near"), far("bare", { can_install: false }), model("one"), far("new")]);
  assert.deepEqual([fold().open, inside(), summary()], [true, ["far", "near"], "1 more that can be installed"]);
  assert.deepEqual(names(), ["one", "bare", "new", "far", "near"]);
});

test("where nothing is installed yet, what can be is not folded away", async () => {
  const { element, names } = await board([model("far", { installed: false })]);
  assert.deepEqual([element.querySelector("details"), names()], [null, ["far"]]);
});
