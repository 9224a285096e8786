import assert from "node:assert/strict";
import { test } from "node:test";
import { Following } from "../../../static/js/state/socket.js";

globalThis.location = { protocol: "http:", host: "here" };

/** A Following before a server whose sockets the test holds; `said` is what it was told, in order. */
function following({ first = null, fetchRun = async id => ({ id, cursor: "7-0" }) } = {}) {
  const said = [];
  const sockets = [];
  const waiting = [];
  const open = url => {
    const socket = { url, close: () => socket.onclose?.() };
    sockets.push(socket);
    waiting.shift()?.(socket);
    return socket;
  };
  const follower = new Following("run", {
    ...{ fetchRun, first, open },
    onRun: run => said.push(["run", run.cursor]),
    onEvent: event => said.push(["event", event.id]),
    onState: state => said.push(["state", state]),
  });
  const next = count => (sockets.length >= count ? sockets[count - 1] : new Promise(resolve => waiting.push(resolve)));
  return { follower, said, sockets, next };
}

test("it fetches the run, then follows from its cursor", async () => {
  const { follower, said, next } = following();
  const socket = await next(1);
  assert.equal(socket.url, "ws://here/ws/runs/run/?after=7-0");
  assert.deepEqual(said, [["run", "7-0"]]);
  follower.close();
});

test("a run at hand is not fetched again", async () => {
  const { follower, next } = following({ first: { cursor: "3-1" } });
  assert.match((await next(1)).url, /after=3-1$/);
  follower.close();
});

test("a reset fetches again and follows from there", async () => {
  const { follower, said, next } = following({ first: { cursor: "3-1" } });
  const socket = await next(1);
  socket.onmessage({ data: '{"type": "reset"}' });
  assert.match((await next(2)).url, /after=7-0$/);
  assert.deepEqual(said.at(-1), ["run", "7-0"]);
  follower.close();
});

test("a lost connection is said and made anew", async () => {
  const { follower, said, next } = following({ first: { cursor: "3-1" } });
  (await next(1)).onclose();
  assert.deepEqual(said.at(-1), ["state", "lost"]);
  follower.hurry();
  assert.match((await next(2)).url, /after=7-0$/);
  follower.close();
});

test("when the network came back, a connection that seems open is made anew", async () => {
  const { follower, said, sockets, next } = following({ first: { cursor: "3-1" } });
  const halfOpen = await next(1);
  halfOpen.onopen();
  follower.hurry();
  assert.match((await next(2)).url, /after=7-0$/);
  halfOpen.onmessage({ data: '{"type": "run.played", "id": "4-0"}' });
  assert.deepEqual([sockets.length, said.at(-1)], [2, ["run", "7-0"]]);
  follower.close();
});

test("hurrying while it fetches asks again and listens once", async () => {
  const answers = [];
  const { follower, sockets, next } = following({ fetchRun: () => new Promise(resolve => answers.push(resolve)) });
  follower.hurry();
  for (const answer of answers) answer({ cursor: "7-0" });
  await next(1);
  await new Promise(setImmediate);
  assert.deepEqual([answers.length, sockets.length], [2, 1]);
  follower.close();
});

test("a server that only opens is no better than one that is away; one that talks is back", async () => {
  const { follower, next } = following({ first: { cursor: "3-1" } });
  const socket = await next(1);
  follower.failures = 3;
  socket.onopen();
  assert.equal(follower.failures, 3);
  socket.onmessage({ data: '{"type": "run.played", "id": "4-0"}' });
  assert.equal(follower.failures, 0);
  follower.close();
});

test("a run that is no longer there is given up", async () => {
  const gone = Object.assign(new Error("gone"), { status: 404 });
  let told;
  const given = new Promise(resolve => {
    told = resolve;
  });
  new Following("run", {
    fetchRun: () => Promise.reject(gone),
    onRun() {},
    onEvent() {},
    onState: told,
  });
  assert.equal(await given, "gone");
});

test("what comes after closing is not told", async () => {
  const { follower, said, next } = following({ first: { cursor: "3-1" } });
  const socket = await next(1);
  follower.close();
  socket.onmessage({ data: '{"type": "run.played", "id": "4-0"}' });
  assert.deepEqual(said, []);
});
