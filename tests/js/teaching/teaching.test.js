import assert from "node:assert/strict";
import { test } from "node:test";
import { columns, lasting, samples, shuffled, tally, verdict } from "../../../static/js/teaching/shaping.js";
import { Teaching } from "../../../static/js/teaching/teaching.js";

const lesson = (id, state, more = {}) => ({ id, state, moments: [], ...more });
const dataset = (id, ...lessons) => ({ id, title: id, check: { base: "tiny" }, lessons });

/** Before a server that says what `said` says; `tick()` is when a second has passed. */
function teaching(said = {}) {
  const waiting = [];
  const api = {
    fetchLessonsLeftAlone: async () => [],
    fetchDatasets: async () => [{ id: "a", title: "a", version: 1 }],
    ...said,
  };
  const state = new Teaching({ api, after: act => waiting.push(act) });
  return { state, waiting, tick: () => waiting.shift()() };
}

test("what learns is looked at until it is over", async () => {
  const states = ["running", "done"];
  const { state, waiting, tick } = teaching({
    fetchDataset: async () => dataset("a", lesson(2, "queued"), lesson(1, "done")),
    fetchLesson: async id => lesson(id, states.shift()),
  });
  await state.look("a");
  await tick();
  assert.deepEqual(
    state.lessons.map(one => one.state),
    ["running", "done"],
  );
  await tick();
  assert.equal(state.lessons[0].state, "done");
  assert.equal(waiting.length, 0);
});

test("a look that fails is made again", async () => {
  let looks = 0;
  const { state, waiting, tick } = teaching({
    fetchDataset: async () => dataset("a", lesson(1, "running")),
    fetchLesson: async () => {
      looks += 1;
      if (looks === 1) throw new Error("away");
      return lesson(1, "done");
    },
  });
  await state.look("a");
  await tick();
  assert.equal(state.lessons[0].state, "running");
  await tick();
  assert.equal(state.lessons[0].state, "done");
  assert.equal(waiting.length, 0);
});

test("of two collections that are opened the later one counts", async () => {
  const answers = {};
  const { state } = teaching({
    fetchDataset: id => new Promise(resolve => (answers[id] = () => resolve(dataset(id)))),
  });
  const looks = [state.look("a"), state.look("b")];
  answers.b();
  answers.a();
  await Promise.all(looks);
  assert.equal(state.open.id, "b");
  assert.equal(state.busy, false);
});

test("a new lesson is the first and is followed", async () => {
  const asked = [];
  const { state, waiting } = teaching({
    fetchDataset: async () => dataset("a", lesson(1, "done")),
    startLesson: async (...all) => {
      asked.push(all);
      return lesson(2, "queued");
    },
  });
  await state.look("a");
  await state.teach({ base: "tiny", title: "Animals" });
  assert.deepEqual(
    state.lessons.map(({ id }) => id),
    [2, 1],
  );
  assert.deepEqual(asked, [["a", { base: "tiny", title: "Animals" }]]);
  assert.equal(waiting.length, 1);
});

test("what is refused changes nothing", async () => {
  const { state } = teaching({
    fetchDataset: async () => dataset("a"),
    changeDataset: async () => {
      throw new Error("No column is called “prompt”");
    },
  });
  await state.look("a");
  await assert.rejects(state.change({ text: "x" }), /No column/);
  assert.equal(state.open.id, "a");
  assert.equal(state.busy, false);
});

test("what is deleted is closed, whatever comes later, but nothing else that is open by then", async () => {
  const gone = {};
  const { state } = teaching({
    fetchDataset: async id => dataset(id),
    deleteDataset: () => new Promise(resolve => (gone.now = resolve)),
  });
  await state.look("a");
  const removing = state.remove();
  await state.look("b");
  gone.now();
  await removing;
  assert.equal(state.open.id, "b");
});

test("what is deleted is closed", async () => {
  const { state } = teaching({ fetchDataset: async () => dataset("a"), deleteDataset: async () => null });
  await state.look("a");
  await state.remove();
  assert.equal(state.open, null);
});

test("a curve has a point for each step, and gaps where nothing was held out", () => {
  const moments = [
    [0, null, 2],
    [1, 1.5, null],
    [2, 1, null],
    [2, null, 1.2],
  ];
  assert.deepEqual(columns(moments), [
    [0, 1, 2],
    [null, 1.5, 1],
    [2, null, 1.2],
  ]);
  assert.deepEqual(columns([]), [[], [], []]);
});

test("how long something takes is said roughly", () => {
  assert.deepEqual([1, 7, 42, 90, 200].map(lasting), [
    "5 seconds",
    "5 seconds",
    "40 seconds",
    "2 minutes",
    "3 minutes",
  ]);
});

test("who is not better is told so", () => {
  assert.equal(
    verdict({ measure: "accuracy", before: 0.4, after: 0.9 }),
    "Better: 90 % are right now, 40 % were before.",
  );
  assert.equal(
    verdict({ measure: "chrF", before: 0.2, after: 0.7 }),
    "Better: of what it writes 70 % agree with your answers, 20 % did before.",
  );
  assert.match(verdict({ measure: "chrF", before: 0.16, after: 0.2 }), /^A little better: .* Give more/);
  assert.match(
    verdict({ measure: "accuracy", before: 0.5, after: 0.5 }),
    /^Not better: 50 % are right now, 50 % were before\. Give more/,
  );
});

test("what it says by now is gathered by what it was asked", () => {
  const moments = [
    [0, null, 2, [["Who?", "Nobody."]]],
    [1, 1.5, null, []],
    [2, null, 1.2, [["Who?", "A cat."]]],
  ];
  assert.deepEqual(samples(moments), [
    {
      asked: "Who?",
      said: [
        { step: 0, text: "Nobody." },
        { step: 2, text: "A cat." },
      ],
    },
  ]);
  assert.deepEqual(samples([]), []);
});

test("a vote shows two answers in an order that says nothing, and none that are the same", () => {
  const answers = [
    ["Who?", "A cat.", "Nobody.", "A cat."],
    ["What?", "A dog.", "A dog.", "A dog."],
  ];
  const order = chance => shuffled(answers, () => chance).map(({ sides }) => sides.map(({ side }) => side));
  assert.deepEqual(order(0.1), [["before", "after"]]);
  assert.deepEqual(order(0.9), [["after", "before"]]);
  assert.equal(
    tally(["after", "after", "before", "same"]),
    "You chose what it learned 2 times, what it said before 1 time, and found both as good 1 time.",
  );
});

test("what is deleted is no longer there", async () => {
  const open = { ...dataset("a"), lessons: [lesson(1, "done"), lesson(2, "failed")] };
  const deleted = [];
  const { state } = teaching({ fetchDataset: async () => open, deleteLesson: async id => deleted.push(id) });
  await state.look("a");
  await state.forget(state.lessons[0]);
  assert.deepEqual(deleted, [1]);
  assert.deepEqual(
    state.lessons.map(({ id }) => id),
    [2],
  );
});

test("what learns just now is shown first, and models whose examples are gone are there too", async () => {
  const datasets = [{ id: "a" }, { id: "b", learning: true }];
  const gone = [lesson(7, "done")];
  const { state } = teaching({ fetchDatasets: async () => datasets, fetchLessonsLeftAlone: async () => gone });
  await state.load();
  assert.equal(state.first.id, "b");
  assert.deepEqual(state.alone, gone);
});
