import assert from "node:assert/strict";
import { test } from "node:test";
import { put } from "../dom.js";

await import("../../../static/js/board/play-pill.js");

const REST = { toMend: [], missing: [], leftOut: [], trouble: null };

/** What the pill says beside its button. */
async function said(run, obstacles = {}) {
  const app = Object.assign(new EventTarget(), { players: [{ id: "s", kind: "text" }], canEdit: true });
  const rest = {
    connection: "open",
    progress: null,
    staleCount: 0,
    isUpToDate: false,
    isPlaying: Boolean(run.progress),
  };
  const state = Object.assign(new EventTarget(), { ...rest, ...run, obstacles: { ...REST, ...obstacles } });
  const quota = Object.assign(new EventTarget(), { near: [] });
  const pill = await put("play-pill", { app, run: state, quota });
  return pill.querySelector(".pill-words").textContent;
}

const poster = { title: "Poster", kind: "image" };
const cover = { title: "Cover", kind: "image" };
const song = { title: "Song", kind: "text" };

test("what no model here can play is left out, and the words say why", async () => {
  assert.equal(await said({}, { leftOut: [poster] }), "Poster is left out: no model draws pictures here yet");
  assert.match(await said({}, { leftOut: [poster, cover] }), /^Poster and Cover are left out: no model draws/);
  assert.match(await said({}, { leftOut: [poster, song] }), /^Poster and Song are left out: no model plays them/);
  assert.equal(await said({}, { leftOut: [poster], toMend: ["Song"] }), "Fix Song first");
});

test("while it plays, what is finished is counted, not what is being made", async () => {
  assert.equal(await said({ progress: { done: 0, of: 5 } }), "0 of 5 done");
  assert.equal(await said({ progress: { done: 4, of: 5 } }), "4 of 5 done");
});
