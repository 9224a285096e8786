import assert from "node:assert/strict";
import { test } from "node:test";
import { Conversations, withAnswer } from "../../../static/js/state/conversations.js";

const said = (say, ...turns) => ({
  say,
  turns: turns.map((content, index) => ({ role: index % 2 ? "assistant" : "user", content })),
});

const known = value => {
  const conversations = new Conversations();
  conversations.replace({ c: value });
  return conversations;
};

test("what nobody ever said anything in is silent", () => {
  assert.deepEqual(new Conversations().of("c"), { turns: [], say: "" });
});

test("what one says is shown at once, after the answer that came before", () => {
  const conversations = known(said("Hi"));
  conversations.say("c", "And you?", "Hello.");
  assert.deepEqual(conversations.of("c"), said("And you?", "Hi", "Hello."));
  assert.equal(conversations.isSaying("c"), true);
});

test("what the server did not take is taken back", () => {
  const conversations = known(said("Hi"));
  const takeBack = conversations.say("c", "And you?", "Hello.");
  takeBack();
  assert.deepEqual([conversations.of("c"), conversations.isSaying("c")], [said("Hi"), false]);
});

test("news that change nothing in a chat leave what is being said there", () => {
  const conversations = known(said("Hi"));
  conversations.say("c", "And you?", "");
  assert.deepEqual(conversations.receive({ c: said("Hi") }), []);
  conversations.replace({ c: said("Hi") });
  assert.equal(conversations.of("c").say, "And you?");
});

test("once the server heard it, it is what the server has", () => {
  const conversations = known(said("Hi"));
  conversations.say("c", "And you?", "Hello.");
  assert.deepEqual(conversations.receive({ c: said("And you?", "Hi", "Hello.") }), ["c"]);
  assert.equal(conversations.isSaying("c"), false);
});

test("saying the same words again is news", () => {
  assert.deepEqual(known(said("Hi")).receive({ c: said("Hi", "Hi", "Hello.") }), ["c"]);
});

test("another run of which nothing is said is silent again", () => {
  const conversations = known(said("Hi"));
  conversations.replace({});
  assert.deepEqual(conversations.of("c"), said(""));
});

test("turns without words are left out", () => {
  assert.deepEqual(withAnswer(said("Hi"), " "), [{ role: "user", content: "Hi" }]);
  assert.deepEqual(withAnswer(said(""), "Hello."), []);
});
