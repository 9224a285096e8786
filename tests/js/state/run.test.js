import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../../static/js/state/api.js";
import { AppState } from "../../../static/js/state/app.js";
import { RunState } from "../../../static/js/state/run.js";
import { widget as made, page, Server, Storage, until } from "./support.js";

const widget = (id, kind, title, settings) => made(id, title, settings, kind);

const GRAPH = {
  widgets: [
    widget("t", "input", "Topic"),
    widget("m", "input", "Mood", { required: false }),
    widget("o", "text", "Outline", { prompt: "An outline about @[Topic]" }),
    widget("s", "text", "Story", { prompt: "Follow @[Outline] @[Mood]" }),
    widget("n", "text", "Name", { prompt: "A name" }),
  ],
};

const result = (id, state, more = {}) => ({
  ...{ id: `r-${id}`, widget: id, state, value: "", attempt: 1, stale: false, stopping: false },
  ...{ created_at: "2026-01-01T00:00:00Z", ...more },
});

const run = (more = {}) => ({ id: "run", app: "app", revision: 1, cursor: "0-0", inputs: {}, results: {}, ...more });

const done = { Outline: result("o", "done", { value: "1. Robot" }), Story: result("s", "done", { value: "Once." }) };

/** A RunState before a server that remembers what it was asked and answers with `answers`. */
function sitting({ first = null, answers = {}, storage = new Storage(), graph = GRAPH, user } = {}) {
  const asked = [];
  const data = { ...page(...graph.widgets), ...(user && { user: { username: user } }) };
  const app = new AppState(data, { api: new Server(data.app.graph), storage: new Storage(), pause: 1, retry: 1 });
  const answer = name => async (id, body) => {
    asked.push([name, id, body]);
    await new Promise(setImmediate);
    if (answers[name] instanceof Error) throw answers[name];
    return answers[name] ?? run({ revision: app.revision });
  };
  const names = ["startRun", "fetchRun", "playRun", "cancelRun"];
  const rateResult = async (...all) => {
    asked.push(["rateResult", ...all]);
    if (answers.rateResult) throw answers.rateResult;
  };
  const followed = [];
  const state = new RunState({
    ...{ app, run: first, storage },
    api: { ...Object.fromEntries(names.map(name => [name, answer(name)])), rateResult },
    follow: (id, listener) => {
      followed.push({ id, ...listener });
      return { close() {}, hurry() {} };
    },
  });
  const say = (id, type, data) => followed.at(-1).onEvent({ id, type, ...data });
  return { state, app, asked, followed, storage, say };
}

test("a widget names the inputs that it lacks, also through others", () => {
  const { state } = sitting();
  assert.deepEqual(state.status("s").missing, ["Topic"]);
  assert.deepEqual(state.status("n").missing, []);
  assert.deepEqual(state.obstacles.missing, ["Topic"]);
});

test("a widget reads as it did before where playing it again came to nothing", () => {
  const failed = result("o", "failed", { before: { value: "1. Robot", files: [] } });
  const { state } = sitting({ first: run({ results: { Outline: failed } }) });
  assert.equal(state.value("o"), "1. Robot");
});

test("blanks do not fill an input in, a default does", () => {
  const { state, app } = sitting();
  state.setInput("t", "  ");
  assert.deepEqual(state.obstacles.missing, ["Topic"]);
  app.updateSettings("t", { default: "robots" });
  assert.deepEqual(state.obstacles.missing, []);
});

test("the first play starts a run and sends what was typed", async () => {
  const { state, asked } = sitting();
  state.setInput("t", "robots");
  await state.play();
  assert.deepEqual(asked, [
    ["startRun", "app1", {}],
    ["playRun", "run", { inputs: { Topic: "robots" }, force: false }],
  ]);
});

test("playing one widget names it", async () => {
  const { state, asked } = sitting({ first: run() });
  await state.play({ widgets: ["s"], force: true });
  assert.deepEqual(asked, [["playRun", "run", { inputs: {}, force: true, widgets: ["Story"] }]]);
});

test("playing a failed widget again also plays what was skipped because of it", async () => {
  const results = { Outline: result("o", "failed"), Story: result("s", "skipped"), Name: result("n", "done") };
  const { state, asked } = sitting({ first: run({ results }) });
  await state.again("o");
  assert.deepEqual(asked.at(-1)[2].widgets, ["Outline", "Story"]);
});

test("after an edit a play carries the run over to the new revision", async () => {
  const { state, app, asked } = sitting({ first: run(), answers: { startRun: run({ id: "next", revision: 2 }) } });
  app.updateSettings("n", { prompt: "Another name" });
  await state.play();
  assert.deepEqual(asked[0], ["startRun", "app1", { previous: "run" }]);
  assert.equal(asked[1][1], "next");
});

test("after an edit nothing is up to date until the run is of the newest revision", async () => {
  const results = { ...done, Name: result("n", "done") };
  const first = run({ inputs: { Topic: "robots" }, results });
  const { state, app } = sitting({ first, answers: { startRun: { ...first, id: "next", revision: 2 } } });
  app.updateSettings("n", { prompt: "Another name" });
  assert.equal(state.isUpToDate, false);
  await app.save();
  assert.equal(state.isUpToDate, false);
  await state.renew();
  assert.equal(state.isUpToDate, true);
});

test("a run of a newer revision than the page's is kept", async () => {
  const { state, asked } = sitting({ first: run({ revision: 2 }) });
  await state.renew();
  await state.play();
  assert.deepEqual(
    asked.map(([name]) => name),
    ["playRun"],
  );
});

test("a renewal and a play at once share one run", async () => {
  const { state, app, asked } = sitting({ first: run(), answers: { startRun: run({ id: "next", revision: 2 }) } });
  app.updateSettings("n", { prompt: "Another name" });
  await app.save();
  await Promise.all([state.renew(), state.play()]);
  assert.deepEqual(
    asked.map(([name, id]) => [name, id]),
    [
      ["startRun", "app1"],
      ["playRun", "next"],
    ],
  );
});

test("starting over waits for a play that is on its way and stops it", async () => {
  const playing = run({ cursor: "1-0", results: { Name: result("n", "running") } });
  const { state, asked } = sitting({ first: run(), answers: { playRun: playing, startRun: run({ id: "next" }) } });
  await Promise.all([state.play(), state.restart()]);
  assert.deepEqual(
    asked.map(([name]) => name),
    ["playRun", "cancelRun", "startRun"],
  );
});

test("what is being written is not left behind by a renewal", async () => {
  const { state, app, asked } = sitting({ first: run({ results: { Name: result("n", "running") } }) });
  app.updateSettings("n", { prompt: "Another name" });
  await app.save();
  await state.renew();
  assert.deepEqual(asked, []);
});

test("two presses of Play are one", async () => {
  const { state, asked } = sitting({ first: run() });
  await Promise.all([state.play(), state.play()]);
  assert.equal(asked.length, 1);
});

test("what was typed survives until it is sent", async () => {
  const { state, storage } = sitting();
  state.setInput("t", "robots");
  assert.equal(sitting({ storage }).state.input("t"), "robots");
  const again = sitting({ storage, answers: { playRun: run({ cursor: "1-0", inputs: { Topic: "robots" } }) } });
  await again.state.play();
  assert.equal(storage.size, 0);
  assert.equal(again.state.input("t"), "robots");
});

test("what one person typed is not shown to the next on the same browser", () => {
  const { state, storage } = sitting({ user: "ann" });
  state.setInput("t", "secret");
  assert.equal(sitting({ storage, user: "bob" }).state.input("t"), "");
});

test("two tabs keep what was typed in each", () => {
  const { state, storage } = sitting();
  const other = sitting({ storage }).state;
  state.setInput("t", "robots");
  other.setInput("m", "sad");
  const later = sitting({ storage }).state;
  assert.deepEqual([later.input("t"), later.input("m")], ["robots", "sad"]);
});

test("what lies aside in another shape is thrown away", () => {
  for (const left of ['{"t": 5}', '["robots"]', '"robots"', "{"])
    assert.equal(sitting({ storage: new Storage([["inputs:ann:app1", left]]) }).state.input("t"), "");
});

test("a play that fails keeps what was typed and says why", async () => {
  const answers = { playRun: new ApiError("offline", "The server cannot be reached.") };
  const { state, storage } = sitting({ first: run(), answers });
  state.setInput("t", "robots");
  await assert.rejects(state.play(), /cannot be reached/);
  assert.equal(storage.size, 1);
  assert.equal(state.asking, false);
});

test("a changed input makes stale what depends on it and nothing else", () => {
  const results = { ...done, Name: result("n", "done", { value: "Bo" }) };
  const { state } = sitting({ first: run({ inputs: { Topic: "robots" }, results }) });
  state.setInput("t", "cats");
  assert.deepEqual(
    ["o", "s", "n"].map(id => state.status(id).stale),
    [true, true, false],
  );
  state.setInput("t", "robots");
  assert.equal(state.status("s").stale, false);
});

test("a waiting widget names what it waits for", () => {
  const results = { Outline: result("o", "running"), Story: result("s", "waiting") };
  const { state } = sitting({ first: run({ results }) });
  assert.deepEqual(state.status("s").waitsFor, ["Outline"]);
});

test("a skipped widget names what failed", () => {
  const results = { Outline: result("o", "failed"), Story: result("s", "skipped") };
  const { state } = sitting({ first: run({ results }) });
  assert.deepEqual(state.status("s").blockedBy, ["Outline"]);
});

test("tokens are appended, and events that are included already are not taken twice", () => {
  const streaming = { Outline: result("o", "running", { value: "1. " }) };
  const { state, say } = sitting({ first: run({ cursor: "5-1", results: streaming }) });
  say("5-1", "generation.delta", { result: "r-o", attempt: 1, text: "1. " });
  say("5-2", "generation.delta", { result: "r-o", attempt: 1, text: "Robot" });
  say("5-2", "generation.delta", { result: "r-o", attempt: 1, text: "Robot" });
  assert.equal(state.value("o"), "1. Robot");
});

test("a command's answer that is older than the log is ignored", async () => {
  const answers = { playRun: run({ cursor: "1-0" }) };
  const { state, say } = sitting({ first: run(), answers });
  say("2-0", "result.changed", { result: result("n", "running") });
  await state.play();
  assert.equal(state.status("n").state, "running");
});

test("reconnecting takes what was fetched for true, even from an empty log", () => {
  const { state, followed, say } = sitting({ first: run() });
  say("9-0", "result.changed", { result: result("n", "running") });
  followed[0].onRun(run({ results: { Name: result("n", "done", { value: "Bo" }) } }));
  assert.equal(state.value("n"), "Bo");
});

test("once everything rests, what became stale is asked for", async () => {
  const stale = run({ cursor: "3-0", results: { ...done, Story: { ...done.Story, stale: true } } });
  const { state, say } = sitting({ first: run({ results: done }), answers: { fetchRun: stale } });
  say("2-0", "result.changed", { result: { ...done.Outline, id: "new", state: "running", attempt: 1 } });
  say("3-0", "result.changed", { result: { ...done.Outline, id: "new", state: "done", attempt: 1 } });
  await until(state, () => state.status("s").stale);
});

test("inputs that a second tab played arrive here", () => {
  const { state, say } = sitting({ first: run() });
  say("1-0", "run.played", { inputs: { t: "robots" } });
  assert.equal(state.input("t"), "robots");
});

test("starting over empties everything and can be taken back", async () => {
  const { state, asked } = sitting({ first: run({ inputs: { Topic: "robots" }, results: done }) });
  const undo = await state.restart();
  assert.equal(state.input("t"), "");
  assert.equal(state.status("s").state, "idle");
  await undo();
  assert.equal(state.input("t"), "robots");
  assert.deepEqual(asked.at(-1), ["startRun", "app1", { previous: "run" }]);
});

test("what is typed while starting over is on its way is kept for the other run", async () => {
  const { state } = sitting({
    first: run({ inputs: { Topic: "robots" } }),
    answers: { startRun: run({ id: "next" }) },
  });
  const over = state.restart();
  await new Promise(process.nextTick);
  assert.equal(state.input("t"), "");
  state.setInput("t", "stars");
  await over;
  assert.equal(state.input("t"), "stars");
});

test("when starting over fails, what was typed comes back", async () => {
  const { state } = sitting({
    first: run({ inputs: { Topic: "robots" } }),
    answers: { startRun: new ApiError("offline", "No.") },
  });
  await assert.rejects(state.restart());
  assert.equal(state.input("t"), "robots");
});

test("when the run is gone, nothing is waited for any more", () => {
  const { state, followed } = sitting({ first: run({ results: { Name: result("n", "running", { value: "Bo" }) } }) });
  followed[0].onState("gone");
  assert.deepEqual([state.isPlaying, state.status("n").state, state.value("n")], [false, "cancelled", "Bo"]);
});

test("when the run is gone, what was typed goes to the next one", async () => {
  const { state, followed, asked } = sitting({ first: run({ inputs: { Topic: "robots" } }) });
  followed[0].onState("gone");
  await state.play();
  assert.deepEqual(asked[0], ["startRun", "app1", {}]);
  assert.deepEqual(asked[1][2].inputs, { Topic: "robots" });
});

test("a note shows what it refers to, and by name what is not there yet", () => {
  const note = widget("x", "note", "Note", { text: "@[Topic]: @[Story], @[Note], @[Nobody]" });
  const { state } = sitting({ graph: { widgets: [...GRAPH.widgets, note] } });
  state.setInput("t", "robots");
  assert.equal(state.value("x"), "robots: ‹Story›, @[Note], @[Nobody]");
});

test("notes that refer to each other keep their references as they are written", () => {
  const [one, other] = [
    widget("x", "note", "One", { text: "1 @[Two]" }),
    widget("y", "note", "Two", { text: "2 @[One]" }),
  ];
  const { state } = sitting({ graph: { widgets: [one, other] } });
  assert.deepEqual([state.value("x"), state.value("y")], ["1 @[Two]", "2 @[One]"]);
});

test("a hundred notes that each quote the two before are filled in", () => {
  const text = number => (number < 2 ? "a" : `@[N${number - 1}] @[N${number - 2}]`);
  const notes = Array.from({ length: 100 }, (_, number) =>
    widget(`n${number}`, "note", `N${number}`, { text: text(number) }),
  );
  const { state } = sitting({ graph: { widgets: notes } });
  assert.equal(state.value("n3"), "a a a");
  assert.ok(state.value("n99").length <= 100_001);
});

test("a note follows what it quotes", () => {
  const { state, say } = sitting({
    first: run({ results: { Name: result("n", "running") } }),
    graph: { widgets: [...GRAPH.widgets, widget("x", "note", "Note", { text: "It is @[Name]" })] },
  });
  assert.equal(state.value("x"), "It is ‹Name›");
  say("1-0", "generation.delta", { result: "r-n", attempt: 1, text: "Bo" });
  assert.equal(state.value("x"), "It is Bo");
});

test("everything done and nothing stale is up to date", () => {
  const results = { ...done, Name: result("n", "done") };
  const { state } = sitting({ first: run({ inputs: { Topic: "robots" }, results }) });
  assert.equal(state.isUpToDate, true);
  state.setInput("m", "sad");
  assert.equal(state.isUpToDate, false);
});

test("a widget that refers to nobody says so, and those below it name what to mend", () => {
  const { state, app } = sitting();
  app.updateSettings("o", { prompt: "An outline about @[Nobody]" });
  assert.match(state.status("o").problem, /no widget is called “Nobody”/);
  assert.deepEqual(state.status("s").mend, ["Outline"]);
  assert.deepEqual(state.obstacles.toMend, ["Outline"]);
  assert.equal(state.obstacles.trouble, state.status("o").problem);
});

/** Where no model here draws: a poster, what shows it, and a tale. */
function withoutModel(...tale) {
  const poster = widget("p", "image", "Poster", { prompt: "A fox" });
  const shown = widget("q", "text", "Praise", { prompt: "Praise @[Poster]" });
  const one = sitting({ graph: { widgets: [poster, shown, ...tale] } });
  const message = "“Poster” needs a text-to-image model, and none is installed here.";
  one.app.problemsOf = id => (id === "p" ? [{ code: "no_model", widget: "p", field: "model", message }] : []);
  return { ...one, message };
}

test("what no model here can play is left out, and nobody is told to fix it while the rest plays", () => {
  const { state, message } = withoutModel(widget("n", "text", "Name", { prompt: "A name" }));
  assert.deepEqual([state.obstacles.toMend, state.obstacles.trouble, state.isPlayable], [[], null, true]);
  assert.deepEqual(
    state.obstacles.leftOut.map(one => one.title),
    ["Poster"],
  );
  assert.equal(state.status("p").problem, message);
  assert.deepEqual([state.status("q").mend, state.status("q").without], [[], ["Poster"]]);
});

test("where no model here can play anything, that is said", () => {
  const { state, message } = withoutModel();
  assert.deepEqual([state.isPlayable, state.obstacles.trouble], [false, message]);
});

test("what has a problem is not counted among what a play would bring up to date", () => {
  const results = Object.fromEntries(Object.entries(done).map(([title, one]) => [title, { ...one, stale: true }]));
  const { state, app } = sitting({ first: run({ inputs: { Topic: "robots" }, results }) });
  assert.equal(state.staleCount, 2);
  app.updateSettings("s", { prompt: "Follow @[Nobody]" });
  assert.equal(state.staleCount, 1);
});

test("nothing can be played where everything has a problem", () => {
  const { state, app } = sitting({ graph: { widgets: [GRAPH.widgets[4]] } });
  assert.equal(state.isPlayable, true);
  app.updateSettings("n", { prompt: "@[Nobody]" });
  assert.equal(state.isPlayable, false);
});

test("an input that changes while something is written makes stale what is not on its way itself", () => {
  const results = { ...done, Name: result("n", "running"), Story: result("s", "running") };
  const { state } = sitting({ first: run({ inputs: { Topic: "robots" }, results }) });
  assert.deepEqual([state.isPlaying, state.staleCount], [true, 0]);
  state.setInput("t", "cats");
  assert.deepEqual([state.isPlaying, state.staleCount], [true, 1]);
});

test("how far a work is and what there is of it are heard", () => {
  const { state, say } = sitting({ first: run({ results: { Name: result("n", "running") } }) });
  say("1-0", "generation.progress", { result: "r-n", attempt: 1, done: 2, of: 7, words: "Reading part 2 of 7" });
  say("1-1", "generation.preview", { result: "r-n", attempt: 1, media_type: "image/jpeg", data: "AAAA" });
  assert.equal(state.status("n").progress.words, "Reading part 2 of 7");
  assert.equal(state.status("n").preview.data, "AAAA");
});

test("thumbs are shown at once and sent with what it should have been", async () => {
  const { state, asked } = sitting({ first: run({ results: done }) });
  const rated = state.rate("s", -1, "Twice.", true);
  assert.equal(state.status("s").thumbs, -1);
  await rated;
  assert.deepEqual(asked, [["rateResult", "run", "r-s", { thumbs: -1, correction: "Twice.", told: true }]]);
});

test("thumbs that could not be sent are taken back", async () => {
  const results = { Story: { ...done.Story, thumbs: 1 } };
  const { state } = sitting({ first: run({ results }), answers: { rateResult: new ApiError("offline", "Away.") } });
  await assert.rejects(state.rate("s", 0), /Away/);
  assert.equal(state.status("s").thumbs, 1);
});

/** A visitor's page of revision 1; the server has `seen` by now. */
function visiting({ answers, seen }) {
  const { state, app, asked } = sitting({ first: run(), answers });
  app.app = { ...app.app, rights: { edit: false } };
  state.api.fetchApp = async () => {
    asked.push(["fetchApp"]);
    return { ...app.app, ...seen };
  };
  return { state, app, asked };
}

const renamed = { widgets: GRAPH.widgets.map(one => (one.id === "t" ? { ...one, title: "Subject" } : one)) };

test("a visitor's run of what was taken back goes on as one of what is published", async () => {
  const outdated = new ApiError("outdated_run", "This app has changed since.", { status: 409 });
  const answers = { startRun: run({ id: "next", revision: 2, inputs: { Subject: "Robots" } }) };
  const { state, app, asked } = visiting({ answers, seen: { revision: 2, graph: renamed } });
  const { playRun } = state.api;
  state.api.playRun = async (id, body) => {
    if (id !== "run") return await playRun(id, body);
    asked.push(["refused"]);
    throw outdated;
  };
  state.setInput("t", "Robots");
  await state.play();
  assert.deepEqual(
    asked.map(([name, id]) => [name, id]),
    [
      ["refused", undefined],
      ["fetchApp", undefined],
      ["startRun", "app1"],
      ["playRun", "next"],
    ],
  );
  assert.deepEqual(asked[2][2], { previous: "run" });
  assert.equal(app.widget("t").title, "Subject");
});

test("a visitor's run of a newer revision than the published one is left behind", async () => {
  const { state, app, asked } = visiting({ answers: { startRun: run({ id: "next" }) }, seen: {} });
  state.run = { id: "run", revision: 7 };
  await state.renew();
  assert.deepEqual([asked[0][0], state.run.id, app.revision], ["startRun", "next", 1]);
});
