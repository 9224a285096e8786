import assert from "node:assert/strict";
import { test } from "node:test";
import { put } from "../dom.js";

const { State } = await import("../../../static/js/state/state.js");
const { Quota } = await import("../../../static/js/quota/quota.js");
await import("../../../static/js/quota/quota-near.js");

const level = (used, of = 100) => ({ used, of, resets_at: new Date(Date.now() + 3_600_000).toISOString() });
const NOTHING = { tokens: null, images: null };

function quotaOf(levels, ...answers) {
  const api = { asked: 0 };
  api.fetchQuota = async () => {
    api.asked += 1;
    const answer = answers.shift();
    if (!answer) throw new Error("away");
    return answer;
  };
  return new Quota({ api, levels });
}

async function shown(quota, takes = { tokens: true, images: true }) {
  const element = await put("quota-near", { quota, ...takes });
  return { element, words: () => [...element.querySelectorAll("p")].map(one => one.textContent) };
}

test("nothing stands there before 80 % are used", async () => {
  const { words } = await shown(quotaOf({ tokens: level(80), images: null }));
  assert.deepEqual(words(), []);
});

test("what is nearly used up stands there, and only that", async () => {
  const { words } = await shown(quotaOf({ tokens: level(81), images: level(3) }));
  assert.equal(words().length, 1);
  assert.match(words()[0], /^Nearly used up: 81 of 100 tokens/);
});

test("what cannot be played there is left out", async () => {
  const quota = quotaOf({ tokens: level(90), images: level(100) });
  assert.match((await shown(quota, { images: true })).words().join(), /^Used up: 100 of 100 images[^,]*$/);
  assert.match((await shown(quota, { tokens: true })).words().join(), /^Nearly used up: 90 of 100 tokens[^,]*$/);
});

test("when work ends it is looked at again, and not while it lasts", async () => {
  const quota = quotaOf({ tokens: level(10), images: null }, { tokens: level(95), images: null });
  const { element, words } = await shown(quota);
  const work = Object.assign(new State(), { isBusy: false });
  quota.follow(work, () => work.isBusy);
  const set = async isBusy => {
    work.isBusy = isBusy;
    work.say();
    await new Promise(resolve => setTimeout(resolve));
    await element.updateComplete;
  };
  await set(true);
  await set(true);
  assert.equal(quota.api.asked, 0);
  await set(false);
  assert.equal(quota.api.asked, 1);
  assert.match(words()[0], /95 of 100/);
});

test("while the server is away what is known stays; where there is no limit it is not asked", async () => {
  const away = quotaOf({ tokens: level(90), images: null });
  await away.refresh();
  assert.deepEqual([away.api.asked, away.near.length], [1, 1]);
  const free = quotaOf(NOTHING);
  await free.refresh();
  assert.deepEqual([free.api.asked, free.near], [0, []]);
});
