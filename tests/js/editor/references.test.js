import assert from "node:assert/strict";
import { test } from "node:test";
import { beginning, chips, choices, chosen, difference } from "../../../static/js/editor/references.js";

const widget = (id, title, prompt = "") => ({ id, kind: "text", title, settings: { prompt } });

test("references are chips, unknown ones say so, and escaped ones stay text", () => {
  const text = String.raw`@[topic], @[Gone] and \@[Topic]`;
  const found = chips(text, ["Topic"]);
  assert.deepEqual(
    found.map(({ title, isKnown }) => [title, isKnown]),
    [
      ["topic", true],
      ["Gone", false],
    ],
  );
  assert.equal(text.slice(found[0].from, found[0].to), "@[topic]");
});

test("an @ opens the picker, and what follows it searches", () => {
  assert.deepEqual(beginning("Write about @"), { from: 12, query: "" });
  assert.deepEqual(beginning("@[Back co"), { from: 0, query: "Back co" });
});

test("an @ in an address, after a backslash or before a finished reference opens nothing", () => {
  for (const text of ["ann@example", String.raw`\@[To`, "@[Topic]", "nothing"]) assert.equal(beginning(text), null);
});

test("the picker leaves out the widget itself, and puts those that would close a circle last", () => {
  const widgets = [widget("a", "Story", "@[Outline]"), widget("b", "Outline", "@[Topic]"), widget("c", "Topic")];
  const found = choices({ widgets }, "b", "");
  assert.deepEqual(
    found.map(({ title, circle }) => [title, circle]),
    [
      ["Topic", false],
      ["Story", true],
    ],
  );
});

test("the picker finds titles in any case, those that begin so first", () => {
  const widgets = [widget("a", "Back cover"), widget("b", "Cover"), widget("c", "Topic"), widget("d", "Me")];
  assert.deepEqual(
    choices({ widgets }, "d", "COV").map(one => one.title),
    ["Cover", "Back cover"],
  );
});

test("choosing uses up a bracket that stands there already", () => {
  assert.deepEqual(chosen("]", "Topic"), { insert: "@[Topic]", eats: 1 });
  assert.deepEqual(chosen(".", "Topic"), { insert: "@[Topic]", eats: 0 });
});

test("a change from elsewhere touches only what differs", () => {
  assert.deepEqual(difference("see @[Topic] now", "see @[Theme] now"), { from: 7, to: 11, insert: "heme" });
  assert.deepEqual(difference("aaa", "aaaa"), { from: 3, to: 3, insert: "a" });
});
