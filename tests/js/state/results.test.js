import assert from "node:assert/strict";
import { test } from "node:test";
import { Results } from "../../../static/js/state/results.js";

const result = (state, more = {}) => ({
  ...{ id: "r1", widget: "story", state, value: "", attempt: 1, created_at: "2026-01-01T00:00:00Z" },
  ...more,
});

const known = (...news) => {
  const results = new Results();
  for (const one of news) results.take(one);
  return results;
};

test("deltas are appended to the result that streams", () => {
  const results = known(result("running"));
  results.append("r1", 1, "Once ");
  results.append("r1", 1, "upon");
  assert.equal(results.get("story").value, "Once upon");
});

test("a delta says that a queued result runs", () => {
  const results = known(result("queued"));
  results.append("r1", 1, "Once");
  assert.equal(results.get("story").state, "running");
});

test("deltas of an earlier attempt are ignored", () => {
  const results = known(result("running", { attempt: 2 }));
  results.append("r1", 1, "old");
  assert.equal(results.get("story").value, "");
});

test("a higher attempt clears what was streamed", () => {
  const results = known(result("running"));
  results.append("r1", 1, "half a sto");
  results.start("r1", 2);
  results.append("r1", 2, "Once");
  assert.equal(results.get("story").value, "Once");
});

test("how far it is and what there is to see stay until it is done or begins anew", () => {
  const results = known(result("running"));
  results.advance("r1", 1, { done: 1, of: 8, words: "Drawing 1 of 8" });
  results.preview("r1", 1, { media_type: "image/jpeg", data: "AAAA" });
  results.take(result("running", { stopping: true }));
  assert.equal(results.get("story").progress.done, 1);
  assert.equal(results.get("story").preview.data, "AAAA");
  results.start("r1", 2);
  assert.deepEqual([results.get("story").progress, results.get("story").preview], [null, null]);
  results.advance("r1", 2, { done: 1, of: 8, words: "Drawing 1 of 8" });
  results.take(result("done", { attempt: 2, value: "a heron" }));
  assert.equal(results.get("story").progress, undefined);
});

test("news that a widget is idle again take away what it held", () => {
  const results = known(result("done", { value: "Hello." }));
  results.take({ ...result("idle"), id: null, created_at: null });
  assert.equal(results.get("story"), null);
});

test("what one thinks of a result is kept with it", () => {
  const results = known(result("done", { value: "Once." }));
  results.mark("r1", { thumbs: 1 });
  results.mark("nobody", { thumbs: -1 });
  assert.deepEqual([results.get("story").thumbs, results.get("story").value], [1, "Once."]);
});

test("nothing changes a result that is done", () => {
  const results = known(result("done", { value: "The end." }));
  results.start("r1", 1);
  results.append("r1", 1, "late");
  assert.equal(results.take(result("running")), false);
  assert.equal(results.get("story").value, "The end.");
  assert.equal(results.get("story").state, "done");
});

test("a state that comes while it streams keeps the text", () => {
  const results = known(result("running"));
  results.append("r1", 1, "Once");
  results.take(result("running", { stopping: true }));
  assert.equal(results.get("story").value, "Once");
  assert.equal(results.get("story").stopping, true);
});

test("an older result of a widget does not replace a newer one", () => {
  const results = known(result("queued", { id: "r2", created_at: "2026-01-02T00:00:00Z" }));
  results.take(result("done", { value: "old" }));
  assert.equal(results.get("story").id, "r2");
});

test("progress counts what is in work together", () => {
  const later = { created_at: "2026-01-02T00:00:00Z" };
  const results = known(
    result("done", { id: "a", widget: "earlier" }),
    result("done", { id: "b", widget: "outline", ...later }),
    result("running", { id: "c", widget: "story", ...later }),
    result("waiting", { id: "d", widget: "title", ...later }),
  );
  assert.deepEqual(results.progress, { done: 1, of: 3 });
});

test("there is no progress when everything rests", () => {
  assert.equal(known(result("done")).progress, null);
});

test("what is done first still counts once only younger ones are in work", () => {
  const later = { id: "b", widget: "title", created_at: "2026-01-01T00:00:01Z" };
  const results = known(result("running"), result("waiting", later));
  assert.deepEqual(results.progress, { done: 0, of: 2 });
  results.take(result("done"));
  results.take(result("running", later));
  assert.deepEqual(results.progress, { done: 1, of: 2 });
});

test("progress begins anew after everything rested", () => {
  const results = known(result("running"), result("done"));
  results.take(result("running", { id: "b", widget: "title", created_at: "2026-01-02T00:00:00Z" }));
  assert.deepEqual(results.progress, { done: 0, of: 1 });
});
