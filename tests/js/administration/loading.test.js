import assert from "node:assert/strict";
import { test } from "node:test";
import { put } from "../dom.js";

const { Managing } = await import("../../../static/js/administration/managing.js");
await import("../../../static/js/administration/model-board.js");

const worker = (name, pool = "cpu") => ({ name, pool, cards: [] });
const place = (worker, state = "loaded") => ({ worker, state, memory: 1e6, busy: 0, failure: null });
const model = (more = {}) => ({
  ...{ name: "small", title: "Small", task: "text", family: "text", enabled: true, installed: true, groups: [] },
  ...{ pools: [], places: [], installation: null, retired_at: null, unserved: false, can_install: false, edit: "#" },
  ...{ measures: { speed: null, first_token_p50: null, first_token_p95: null, done: 0, failed: 0 }, ...more },
});

/** The board of one model, and what the server was asked to load: [name, body]. */
async function board(workers, one = model()) {
  const asked = [];
  const api = {
    loadModel: async (...all) => {
      asked.push(all);
      return one;
    },
    fetchManaged: async () => ({ models: [one], workers, waiting: {}, redis: true }),
  };
  const managing = new Managing({ api });
  await managing.refresh();
  const element = await put("model-board", { managing });
  const find = word => [...element.querySelectorAll("button")].find(button => button.textContent === word);
  const load = async () => {
    find("Load").click();
    await new Promise(resolve => setTimeout(resolve));
    return asked.pop();
  };
  const live = async now => {
    Object.assign(managing, { workers: now });
    managing.say();
    await new Promise(resolve => setTimeout(resolve));
    await element.updateComplete;
  };
  return { find, live, load, select: () => element.querySelector(".board-load > select") };
}

const offered = select => [...select.options].map(option => option.textContent);

test("with one worker there is nothing to choose", async () => {
  const { load, select } = await board([worker("cpu-1")]);
  assert.equal(select(), null);
  assert.deepEqual(await load(), ["small"]);
});

test("of several workers any one may be left to load it, or one is chosen", async () => {
  const { load, select } = await board([worker("cpu-1"), worker("gpu-1", "gpu")]);
  assert.deepEqual(offered(select()), ["on any worker", "on cpu-1", "on gpu-1"]);
  assert.equal(select().getAttribute("aria-label"), "Where to load Small");
  assert.deepEqual(await load(), ["small", { worker: null }]);
  select().value = "gpu-1";
  assert.deepEqual(await load(), ["small", { worker: "gpu-1" }]);
});

test("where the chosen one goes, none takes its place unasked", async () => {
  const [cpu, gpu, other] = [worker("cpu-1"), worker("gpu-1"), worker("gpu-2")];
  const { live, load, select } = await board([cpu, gpu, other]);
  select().value = "gpu-1";
  await live([cpu, other]);
  assert.deepEqual(await load(), ["small", { worker: null }]);
});

test("only workers of its pools are offered", async () => {
  const workers = [worker("cpu-1"), worker("gpu-1", "gpu"), worker("gpu-2", "gpu")];
  assert.deepEqual(offered((await board(workers, model({ pools: ["gpu"] }))).select()).slice(1), [
    "on gpu-1",
    "on gpu-2",
  ]);
  assert.equal((await board(workers, model({ pools: ["cpu"] }))).select(), null);
});

test("what one worker has another may load too, until all have it", async () => {
  const workers = [worker("cpu-1"), worker("gpu-1", "gpu")];
  const half = await board(workers, model({ places: [place("cpu-1"), place("gpu-1", "failed")] }));
  assert.deepEqual(offered(half.select()), ["on gpu-1"]);
  assert.deepEqual(await half.load(), ["small", { worker: "gpu-1" }]);
  const whole = await board(workers, model({ places: [place("cpu-1"), place("gpu-1", "loading")] }));
  assert.deepEqual([whole.select(), whole.find("Load"), Boolean(whole.find("Unload"))], [null, undefined, true]);
});
