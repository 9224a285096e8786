import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../../static/js/state/api.js";
import { AppState } from "../../../static/js/state/app.js";
import { RunState } from "../../../static/js/state/run.js";
import { page, Server, Storage, widget } from "./support.js";

const KINDS = [
  { name: "chat", plays: true, takes_input: true },
  { name: "text", plays: true, takes_input: false },
];

const GRAPH = [widget("c", "Chat", {}, "chat"), widget("n", "Note", { text: "So far: @[Chat]" }, "note")];

const answer = (state, more = {}) => ({
  ...{ id: "r1", widget: "c", state, value: "", files: [], attempt: 1, stale: false, stopping: false },
  ...{ created_at: "2026-01-01T00:00:00Z", ...more },
});

const HELLO = { role: "user", content: "Hello" };
const HI = { role: "assistant", content: "Hi." };

const run = (conversation, result, cursor = "1-0") => ({
  ...{ id: "run", app: "app1", revision: 1, cursor },
  ...{ inputs: { Chat: conversation }, results: result ? { Chat: result } : {} },
});

const answered = run({ turns: [], say: "Hello" }, answer("done", { value: "Hi." }));
const silent = run({ turns: [], say: "" });

/** A RunState whose plays are answered by hand: `answers.shift()(run or error)`. */
function sitting(first) {
  const data = { ...page(...GRAPH), kinds: KINDS };
  const app = new AppState(data, { api: new Server(data.app.graph), storage: new Storage() });
  const asked = [];
  const answers = [];
  const followed = [];
  const playRun = (_, body) => {
    asked.push(body);
    return new Promise((resolve, reject) => {
      answers.push(reply => (reply instanceof Error ? reject(reply) : resolve(reply)));
    });
  };
  const follow = (_, listener) => {
    followed.push(listener);
    return { close() {}, hurry() {} };
  };
  const state = new RunState({ app, run: first, storage: new Storage(), api: { playRun }, follow });
  const hear = (id, type, more) => followed.at(-1).onEvent({ id, type, ...more });
  return { state, asked, answers, hear };
}

const turn = () => new Promise(setImmediate);

test("what one says stands there before the server has heard of it", async () => {
  const { state, asked, answers } = sitting(answered);
  const told = state.tell("c", "How are you?");
  assert.deepEqual(state.said("c"), [HELLO, HI, { role: "user", content: "How are you?" }]);
  assert.equal(state.status("c").state, "queued");
  await turn();
  assert.deepEqual(asked, [{ inputs: { Chat: { say: "How are you?" } }, force: false, widgets: ["Chat"] }]);
  answers.shift()(run({ turns: [HELLO, HI], say: "How are you?" }, answer("queued", { id: "r2" }), "2-0"));
  await told;
  assert.deepEqual([state.said("c").length, state.status("c").id], [3, "r2"]);
});

test("what the server does not take is taken back, and said", async () => {
  const { state, answers } = sitting(answered);
  const told = state.tell("c", "How are you?");
  await turn();
  answers.shift()(new ApiError("still_answering", "The last answer is still being written."));
  await assert.rejects(told, /still being written/);
  assert.deepEqual(state.said("c"), [HELLO, HI]);
  assert.equal(state.status("c").state, "done");
});

test("what a second tab says arrives here, and the old answer is not taken for the new one", () => {
  const { state, hear } = sitting(answered);
  hear("2-0", "run.played", { inputs: { c: { turns: [HELLO, HI], say: "And you?" } } });
  assert.deepEqual(state.said("c"), [HELLO, HI, { role: "user", content: "And you?" }]);
  hear("2-1", "result.changed", { result: answer("queued", { id: "r2" }) });
  hear("2-2", "generation.delta", { result: "r2", attempt: 1, text: "Fine." });
  assert.equal(state.said("c").at(-1).content, "Fine.");
});

test("a chat that a second tab emptied is empty here, and full again when that is undone", () => {
  const { state, hear } = sitting(answered);
  hear("2-0", "run.played", { inputs: { c: { turns: [], say: "" } } });
  hear("2-1", "result.changed", { result: { ...answer("idle"), id: null, created_at: null } });
  assert.deepEqual([state.said("c"), state.status("c").state], [[], "idle"]);
  hear("3-0", "run.played", { inputs: { c: { turns: [], say: "Hello" } } });
  hear("3-1", "result.changed", { result: answer("done", { value: "Hi." }) });
  assert.deepEqual(state.said("c"), [HELLO, HI]);
});

test("emptying a chat is undone by giving back all of it", async () => {
  const { state, asked, answers } = sitting(run({ turns: [HELLO, HI], say: "Bye" }, answer("done", { value: "Bye." })));
  const hushed = state.hush("c");
  await turn();
  answers.shift()(run({ turns: [], say: "" }, null, "2-0"));
  const undo = await hushed;
  assert.deepEqual(state.said("c"), []);
  undo();
  await turn();
  assert.deepEqual(
    asked.map(({ inputs, widgets }) => [inputs.Chat.say, inputs.Chat.turns.length, widgets]),
    [
      ["", 0, []],
      ["Bye", 2, []],
    ],
  );
});

test("a chat in which nobody said anything is nothing to play", () => {
  const { state } = sitting(silent);
  assert.deepEqual([state.isPlayable, state.isUpToDate, state.isAsked("c")], [false, false, false]);
});

test("a conversation is no box that a play sends", async () => {
  const { state, asked } = sitting(answered);
  state.play();
  await turn();
  assert.deepEqual(asked[0].inputs, {});
});

test("others read the conversation as a transcript", () => {
  assert.equal(sitting(answered).state.value("n"), "So far: You: Hello\nAssistant: Hi.");
});
