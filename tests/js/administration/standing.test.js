import assert from "node:assert/strict";
import { test } from "node:test";
import { Managing } from "../../../static/js/administration/managing.js";
import {
  doubts,
  duration,
  measured,
  needed,
  size,
  standing,
  tooBig,
} from "../../../static/js/administration/standing.js";

const model = (more = {}) => ({
  ...{ name: "small", enabled: true, installed: true, retired_at: null, replacement: null, unserved: false },
  ...{ pools: [], places: [], installation: null, ...more },
});
const installation = (more = {}) => ({
  state: "running",
  stopping: false,
  phase: "Downloading",
  done: 0,
  total: 0,
  speed: null,
  seconds_left: null,
  ...more,
});
const place = (state, more = {}) => ({ worker: "cpu-1", state, memory: 3e8, busy: 0, failure: null, ...more });

test("an installation says how far it is, how fast, and how long it takes yet", () => {
  const coming = installation({ done: 34e6, total: 100e6, speed: 3.2e6, seconds_left: 90 });
  assert.deepEqual(standing(model({ installed: false, installation: coming })), {
    state: "busy",
    words: "Downloading 34% · 3.2 MB/s · 2 min left",
  });
  assert.equal(standing(model({ installation: installation({ stopping: true }) })).words, "Stopping…");
});

test("what failed says why, what was cancelled that nothing is lost", () => {
  const failed = installation({ state: "failed", failure: { code: "x", message: "The disk is full." } });
  assert.deepEqual(standing(model({ installed: false, installation: failed })), {
    state: "bad",
    words: "The disk is full.",
  });
  const cancelled = model({ installed: false, installation: installation({ state: "cancelled" }) });
  assert.match(standing({ ...cancelled, kept: true }).words, /what was downloaded is kept/);
  assert.equal(standing(cancelled).words, "Cancelled");
});

test("where it is in memory is said, and how much works there", () => {
  assert.equal(
    standing(model({ places: [place("loaded", { busy: 2 })] })).words,
    "Loaded by cpu-1 (300 MB), 2 at work",
  );
  assert.equal(standing(model({ places: [place("loading")] })).words, "Loading…");
  assert.equal(standing(model({ places: [place("failed", { failure: { message: "No room." } })] })).words, "No room.");
  assert.equal(standing(model()).words, "Installed, not in memory");
});

test("what nobody serves or asks for any more says so", () => {
  assert.equal(standing(model({ unserved: true, pools: ["gpu-0"] })).words, "No worker of gpu-0 is running");
  assert.equal(standing(model({ retired_at: "2026-01-01", replacement: "next" })).words, "Retired for next");
  assert.equal(standing(model({ enabled: false })).words, "Switched off");
});

test("sizes, times and measures are said as people read them, and nothing is made up", () => {
  assert.deepEqual([size(93e6), size(1.5e9), size(700)], ["93 MB", "1.5 GB", "700 bytes"]);
  assert.deepEqual([duration(0.2), duration(90), duration(7300)], ["1 s", "2 min", "2 h 2 min"]);
  const all = { speed: 12.34, first_token_p50: 0.2, first_token_p95: 0.61, done: 12, failed: 1 };
  assert.equal(measured(all), "12 tokens/s · first token 0.20 s, at worst 0.61 s (p95) · today 12 done, 1 failed");
  assert.equal(measured({ speed: null, first_token_p50: null, first_token_p95: null, done: 0, failed: 0 }), "");
});

const far = more => ({ shipped: false, missing_lenders: [], ...more });

test("what a model needs is said before it is installed, and what is not known too", () => {
  assert.equal(needed(far({ size: 93e6, memory: 3.2e8 })), "93 MB to download · about 320 MB of memory");
  assert.equal(needed(far({ size: null, memory: null })), "size unknown until it is asked for");
  assert.equal(
    needed(far({ size: null, shipped: true, memory: 5e7, missing_lenders: ["Small"] })),
    "shipped with this product · about 50 MB of memory · install Small first",
  );
});

test("one thinks twice about what no worker has room for, and about a size that nobody knows", () => {
  assert.match(tooBig({ memory: 20e9 }, 8e9), /about 20.0 GB of memory, and no worker here has more than 8.0 GB/);
  assert.deepEqual(
    [tooBig({ memory: 20e9 }, null), tooBig({ memory: null }, 8e9), tooBig({ memory: 8e9 }, 8e9)],
    ["", "", ""],
  );
  assert.deepEqual(doubts({ size: 93e6, memory: 1e9 }, 8e9), []);
  assert.deepEqual(doubts({ size: null, shipped: true, memory: 1e9 }, 8e9), []);
  assert.equal(doubts({ size: null, memory: 20e9 }, 8e9).length, 2);
});

test("what a model may have is the most that one of its workers has", () => {
  const managing = new Managing({ api: {} });
  assert.equal(managing.room(model()), null);
  managing.workers = [
    { pool: "cpu", budget: 8e9 },
    { pool: "gpu", budget: 80e9 },
  ];
  assert.deepEqual([managing.room(model()), managing.room(model({ pools: ["cpu"] }))], [80e9, 8e9]);
});

test("what is done about a model shows at once, and once only", async () => {
  let asked = 0;
  const api = {
    fetchManaged: async () => ({ models: [model({ pinned: true })], workers: [], waiting: {}, redis: true }),
  };
  const managing = new Managing({ api });
  const pin = async () => {
    asked += 1;
    return model({ pinned: true });
  };
  await Promise.all([managing.act("small", pin), managing.act("small", pin)]);
  assert.deepEqual([asked, managing.models[0].pinned, managing.busy.size], [1, true, 0]);
});

test("while the server is away what is known stays, and the page says so", async () => {
  const managing = new Managing({ api: { fetchManaged: () => Promise.reject(new Error("No answer.")) } });
  managing.models = [model()];
  await managing.refresh();
  assert.deepEqual([managing.models.length, managing.failure], [1, "No answer."]);
});
