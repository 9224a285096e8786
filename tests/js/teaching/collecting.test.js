import assert from "node:assert/strict";
import { test } from "node:test";
import { isToBeTold, purpose } from "../../../static/js/sharing/ratings.js";
import { Collecting } from "../../../static/js/teaching/collecting.js";
import { Teaching } from "../../../static/js/teaching/teaching.js";

const part = (widget, thumbs = 0, corrections = 0, snapshots = []) => ({ widget, thumbs, corrections, snapshots });

const STORIES = [part("title"), part("story", 2, 1, [{ id: "a" }, { id: "b" }])];

async function chosen(material = STORIES) {
  const state = new Collecting({ api: { fetchExamples: async () => material } });
  await state.choose("app");
  return state;
}

test("it begins with the widget of which there is most, and all that was rated", async () => {
  const state = await chosen();
  assert.equal(state.found.widget, "story");
  assert.equal(state.count, 3);
  assert.deepEqual(state.asked, { widget: "story", thumbs: true, corrections: true, snapshots: [] });
});

test("what is chosen is counted and asked for", async () => {
  const state = await chosen();
  state.want("thumbs", false);
  state.wantSnapshot("a", true);
  state.wantSnapshot("b", true);
  state.wantSnapshot("a", false);
  assert.equal(state.count, 2);
  assert.deepEqual(state.asked, { widget: "story", thumbs: false, corrections: true, snapshots: ["b"] });
});

test("another widget begins anew", async () => {
  const state = await chosen();
  state.want("thumbs", false);
  state.wantSnapshot("a", true);
  state.choosePart("title");
  assert.deepEqual(state.asked, { widget: "title", thumbs: true, corrections: true, snapshots: [] });
  assert.equal(state.count, 0);
});

test("an app of which nothing was rated is empty, and so is one that can teach nothing", async () => {
  assert.equal((await chosen()).isEmpty, false);
  assert.equal((await chosen([part("story")])).isEmpty, true);
  const state = await chosen([]);
  assert.deepEqual([state.isEmpty, state.found, state.count], [true, null, 0]);
});

test("of two apps that are chosen the later one counts", async () => {
  const answers = {};
  const fetchExamples = app => new Promise(resolve => (answers[app] = () => resolve([part(app, 1)])));
  const state = new Collecting({ api: { fetchExamples } });
  const choices = [state.choose("a"), state.choose("b")];
  answers.b();
  answers.a();
  await Promise.all(choices);
  assert.deepEqual([state.app, state.widget, state.busy], ["b", "b", false]);
});

test("an app that cannot be looked at leaves nothing to collect", async () => {
  const fetchExamples = async () => {
    throw new Error("away");
  };
  const state = new Collecting({ api: { fetchExamples } });
  await assert.rejects(state.choose("app"), /away/);
  assert.deepEqual([state.count, state.busy], [0, false]);
});

test("what was collected is open, and collected again it says whether anything is new", async () => {
  const versions = [2, 2];
  const dataset = version => ({ id: "d", version, lessons: [], check: { base: "tiny" } });
  const asked = [];
  const api = {
    fetchLessonsLeftAlone: async () => [],
    fetchDatasets: async () => [],
    collectExamples: async (...all) => asked.push(all) && dataset(1),
    collectAgain: async (...all) => asked.push(all) && dataset(versions.shift()),
  };
  const state = new Teaching({ api, after: () => null });
  await state.collect("app", { widget: "story" });
  assert.equal(state.open.version, 1);
  assert.equal(await state.collectAgain(), true);
  assert.equal(await state.collectAgain(), false);
  assert.deepEqual(asked, [
    ["app", { widget: "story" }],
    ["d", "tiny"],
    ["d", "tiny"],
  ]);
});

test("who rates is told what for, but for the owner", () => {
  const app = (ratings_teach, edit) => ({ ratings_teach, rights: { edit } });
  assert.deepEqual([app(true, false), app(true, true), app(false, false)].map(isToBeTold), [true, false, false]);
  assert.match(purpose(app(false, false), true), /teaches no model/);
  assert.match(purpose(app(true, false), true), /^It may teach models/);
  assert.match(purpose(app(false, true), true), /an example to learn from/);
  assert.match(purpose(app(true, false), false), /teaches no model/);
});
