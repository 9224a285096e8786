import assert from "node:assert/strict";
import { test } from "node:test";
import { Look } from "../../../static/js/exploring/look.js";
import { Trial } from "../../../static/js/exploring/trial.js";

/** A look before a server that answers when the test says so: each of `waiting` is a question's {resolve, reject}. */
function look() {
  const waiting = [];
  const startTrial = () => new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  return { state: new Look(new Trial({ api: { startTrial }, listener: () => () => null })), waiting };
}

const inside = words => ({
  ...{ id: "t", cursor: "0-0" },
  answers: [{ id: "a", state: "done", value: JSON.stringify({ words }), files: [] }],
});

test("what is refused says why", async () => {
  const { state, waiting } = look();
  const asked = state.ask("small", { text: "" });
  waiting[0].reject(new Error("There is nothing to look at."));
  await asked;
  assert.equal(state.failure, "There is nothing to look at.");
});

test("that an earlier question was refused says nothing of a newer one", async () => {
  const { state, waiting } = look();
  const asked = [state.ask("small", { text: "long" }), state.ask("small", { text: "short" })];
  waiting[1].resolve(inside("short"));
  waiting[0].reject(new Error("This is too long."));
  await Promise.all(asked);
  assert.deepEqual([state.failure, state.inside, state.shown], [null, { words: "short" }, { text: "short" }]);
});
