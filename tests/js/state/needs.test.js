import assert from "node:assert/strict";
import { test } from "node:test";
import { isMet, Needs } from "../../../static/js/state/needs.js";
import { widget } from "./support.js";

const titles = ["Topic", "Mood", "Extra", "Chat", "Sum", "Note"];
const WIDGETS = [
  widget("Topic", "Topic", {}, "input"),
  widget("Mood", "Mood", {}, "input"),
  widget("Extra", "Extra", { prompt: "About @[Topic]", when: "@[Mood]" }),
  widget("Chat", "Chat", { instructions: "You know @[Topic]." }, "chat"),
  widget("Note", "Note", { text: "So far: @[Chat]" }, "note"),
  widget("Sum", "Sum", { prompt: "Sum up @[Note]" }),
];

function needs(id, { held = {}, silent = [] } = {}) {
  const app = {
    players: WIDGETS.filter(({ kind }) => ["text", "chat"].includes(kind)),
    graph: { widgets: WIDGETS },
    widget: one => WIDGETS.find(other => other.id === one),
  };
  const of = new Needs({ app, value: one => held[one.id] ?? null, rests: one => silent.includes(one.id) }).of(id);
  return titles.filter(one => of.has(one));
}

test("while its condition is not met it needs nothing, and while that is open all", () => {
  assert.deepEqual(needs("Extra", { held: { Mood: "" } }), []);
  assert.deepEqual(needs("Extra", { held: { Mood: "sad" } }), ["Topic"]);
  assert.deepEqual(needs("Extra"), ["Topic"]);
});

test("what a conversation needs is needed by its readers once it began", () => {
  assert.deepEqual(needs("Sum"), ["Topic", "Chat", "Note"]);
  assert.deepEqual(needs("Sum", { silent: ["Chat"] }), ["Chat", "Note"]);
});

for (const [when_is, when_value, held, met] of [
  ["filled", "", " ", false],
  ["filled", "", "x", true],
  ["empty", "", " ", true],
  ["equals", "Sad", " sad ", true],
  ["differs", "sad", "SAD", false],
  ["contains", "AD", "sad", true],
]) {
  test(`“${held}” ${met ? "is" : "is not"} ${when_is} ${when_value}`, () => {
    assert.equal(isMet({ when_is, when_value }, held), met);
  });
}
