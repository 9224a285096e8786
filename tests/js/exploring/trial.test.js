import assert from "node:assert/strict";
import { test } from "node:test";
import { inWords, percent, strongest, visible, weightsOf } from "../../../static/js/exploring/looking.js";
import { able, measured, numbers, sweep, WORKS } from "../../../static/js/exploring/questions.js";
import { Trial } from "../../../static/js/exploring/trial.js";

const answer = (id, more = {}) => ({ id, card: "small", state: "queued", attempt: 1, value: "", files: [], ...more });

/** A trial before a server that says what `say` says. */
function trial({ fetched = null, stopped = async () => ({}) } = {}) {
  const heard = {};
  const api = {
    startTrial: async () => ({ id: "t", cursor: "0-0", answers: [answer("a"), answer("b")] }),
    fetchTrial: async () => fetched,
    stopTrial: stopped,
  };
  let closed = 0;
  const listener = (_id, _cursor, hear) => {
    heard.say = hear;
    return () => (closed += 1);
  };
  return { state: new Trial({ api, listener }), heard, closed: () => closed };
}

test("what is streamed is added to its own answer", async () => {
  const { state, heard } = trial();
  await state.ask({}, []);
  heard.say("generation.started", { result: "a", attempt: 1 });
  heard.say("generation.delta", { result: "a", attempt: 1, text: "Once " });
  heard.say("generation.delta", { result: "a", attempt: 1, text: "upon" });
  assert.deepEqual(
    state.answers.map(one => one.value),
    ["Once upon", ""],
  );
});

test("a new attempt begins anew, and an old one is not heard any more", async () => {
  const { state, heard } = trial();
  await state.ask({}, []);
  heard.say("generation.delta", { result: "a", attempt: 1, text: "Once" });
  heard.say("generation.started", { result: "a", attempt: 2 });
  heard.say("generation.delta", { result: "a", attempt: 1, text: " late" });
  assert.equal(state.answers[0].value, "");
});

test("when all have ended nobody listens any more", async () => {
  const { state, heard, closed } = trial();
  await state.ask({}, []);
  heard.say("answer.ended", { answer: answer("a", { state: "done", value: "A" }) });
  assert.deepEqual([state.isRunning, closed()], [true, 0]);
  heard.say("answer.ended", { answer: answer("b", { state: "failed" }) });
  heard.say("generation.delta", { result: "a", attempt: 1, text: "late" });
  assert.deepEqual([state.isRunning, closed() > 0, state.answers[0].value], [false, true, "A"]);
});

test("a gap is mended by reading how it stands", async () => {
  const { state, heard } = trial({
    fetched: { id: "t", cursor: "9-0", answers: [answer("a", { state: "done", value: "All" })] },
  });
  await state.ask({}, []);
  heard.say("reset", {});
  await new Promise(setImmediate);
  assert.equal(state.answers[0].value, "All");
});

test("after a stop one can ask again at once, and what is being stopped is still heard", async () => {
  const answers = [answer("a", { state: "cancelled" }), answer("b", { state: "running", stopping: true, value: "B" })];
  const { state, heard } = trial({ stopped: async id => ({ id, cursor: "5-0", answers }) });
  await state.ask({}, []);
  const stop = state.stop();
  assert.deepEqual([state.isRunning, state.stopping], [true, true]);
  await stop;
  assert.deepEqual([state.isRunning, state.stopping, state.isOpen], [false, false, true]);
  heard.say("answer.ended", { answer: answer("b", { state: "cancelled", value: "Bc" }) });
  assert.deepEqual([state.isOpen, state.answers[1].value], [false, "Bc"]);
});

test("a stop that was not heard can be said again", async () => {
  const { state } = trial({ stopped: () => Promise.reject(new Error("away")) });
  await state.ask({}, []);
  await assert.rejects(state.stop(), /away/);
  assert.deepEqual([state.isRunning, state.stopping], [true, false]);
});

test("what runs is added to, too, and keeps the listener", async () => {
  const { state, heard, closed } = trial({
    fetched: { id: "t", cursor: "9-0", answers: [answer("a", { state: "running", value: "On" })] },
  });
  await state.ask({}, []);
  heard.say("reset", {});
  await new Promise(setImmediate);
  heard.say("generation.delta", { result: "a", attempt: 1, text: "ce" });
  assert.deepEqual([state.answers[0].value, state.isRunning, closed()], ["Once", true, 1]);
});

test("numbers are read from a list, and what is none of them is left out", () => {
  assert.deepEqual(numbers("0.2, 0.7  x 0.7;3", { least: 0, most: 2 }), [0.2, 0.7]);
});

test("a sweep asks with each temperature and each seed", () => {
  const all = sweep("small", [0, 1], [7, 8]);
  assert.deepEqual(all[1], { card: "small", parameters: { temperature: 0, seed: 8 } });
  assert.equal(all.length, 4);
});

test("models made for a work stand before others that can do it, and installed ones before all", () => {
  const model = (name, task, installed = true) => ({ name, task, installed });
  const models = [model("writer", "text"), model("marian", "translation"), model("nllb", "translation", false)];
  assert.deepEqual(
    able(models, "translate").map(one => one.name),
    ["marian", "writer", "nllb"],
  );
});

test("every work becomes a question and the settings of its widget", () => {
  const values = { prompt: "Hi", source: "English", target: "French", language: "rust" };
  assert.deepEqual(WORKS.translate.asked(values), {
    work: "translate",
    text: "Hi",
    source: "English",
    target: "French",
  });
  assert.deepEqual(WORKS.code.widget(values), { prompt: "Hi", language: "rust" });
  for (const work of Object.values(WORKS)) assert.ok(work.asked(values).work && work.widget(values));
});

test("what is measured is said in tokens and seconds, and nothing is made up", () => {
  assert.equal(
    measured({ usage: { output_tokens: 20, seconds: 2, first_token_seconds: 0.25 } }),
    "20 tokens · 10.0 a second · first after 0.25 s",
  );
  assert.equal(measured({ usage: null }), "");
});

test("heads are looked at one by one or in their mean", () => {
  const map = {
    weights: [
      [
        [1, 0],
        [0.5, 0.5],
      ],
      [
        [0, 1],
        [0.5, 0.5],
      ],
    ],
  };
  assert.deepEqual(weightsOf(map, 1)[0], [0, 1]);
  assert.deepEqual(weightsOf(map, null)[0], [0.5, 0.5]);
});

test("where a token looks is said in words, blanks and all", () => {
  assert.equal(inWords([0.9, 0.1], [" cat", "\n"], [" cat", "\n"], 1), "“⏎” looks at “·cat” 90%, “⏎” 10%.");
  assert.deepEqual(strongest([0.1, 0.7, 0.2], 2), [
    { column: 1, share: 0.7 },
    { column: 2, share: 0.2 },
  ]);
  assert.deepEqual([visible(""), percent(0.001), percent(0)], ["∅", "<1%", "0%"]);
});
