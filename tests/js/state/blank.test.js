import assert from "node:assert/strict";
import { test } from "node:test";
import { blank, sizeOf } from "../../../static/js/state/blank.js";
import { KINDS } from "./support.js";

const at = (kind, title, x = 0, y = 0) => ({ id: title, kind, title, settings: {}, layout: { x, y, w: 4, h: 4 } });
const source = (widgets, near = null, kind = "summarise") => blank(kind, widgets, "New", near).settings.source;

test("what works on a text works on the one that it was put beside", () => {
  const [report, story] = [at("document", "Report"), at("text", "Story", 4)];
  assert.equal(source([report, story], report), "@[Report]");
  assert.equal(source([report, story], story, "translate"), "@[Story]");
  assert.equal(source([report], report, "text"), undefined);
});

test("beside what holds no text, it works on the document or the input that is nearest", () => {
  for (const kind of ["picture", "image", "heading", "toggle"]) {
    const [report, topic, chosen] = [at("document", "Report", 0, 9), at("input", "Topic", 4), at(kind, "Chosen", 8)];
    assert.equal(source([report, at("text", "Story", 8, 4), topic, chosen], chosen), "@[Topic]", kind);
  }
});

test("what is put beside one of its kind works on the same, not on what that one makes", () => {
  const widgets = [at("input", "Topic"), at("text", "Story", 4)];
  for (const kind of ["summarise", "translate", "classify", "search"]) {
    const other = { ...at(kind, "Other", 8), settings: { source: "about @[Story]" } };
    assert.equal(source([...widgets, other], other, kind), "about @[Story]", kind);
    const idle = at(kind, "Idle", 8);
    assert.equal(source([...widgets, idle], idle, kind), "@[Topic]", kind);
  }
});

test("a summary of a translation, and a translation of a summary, can be put beside it", () => {
  const [topic, french] = [at("input", "Topic"), { ...at("translate", "French"), settings: { source: "@[Topic]" } }];
  assert.equal(source([topic, french], french, "summarise"), "@[French]");
  const short = { ...at("summarise", "Short"), settings: { source: "@[French]" } };
  assert.equal(source([topic, french, short], short, "translate"), "@[Short]");
});

test("beside an idle one of its kind, where visitors give nothing, it works on another text", () => {
  const [story, idle] = [at("text", "Story"), at("translate", "Idle", 4)];
  assert.equal(source([story, idle], idle, "translate"), "@[Story]");
  assert.equal(source([idle], idle, "translate"), undefined);
});

test("with nothing chosen, it works on the newest input", () => {
  const texts = [
    at("input", "Topic"),
    at("document", "Report", 4),
    at("text", "Story", 8),
    at("picture", "Photo", 0, 4),
  ];
  assert.equal(source(texts), "@[Report]");
  assert.equal(source(texts.slice(0, 1)), "@[Topic]");
});

test("where visitors give no text, it works on the newest text, if there is one", () => {
  const chosen = at("image", "Chosen");
  assert.equal(source([at("text", "One"), at("text", "Other"), chosen], chosen), "@[Other]");
  assert.equal(source([at("text", "Story"), at("picture", "Photo")]), "@[Story]");
  assert.equal(source([]), undefined);
});

test("a new select has options of its own", () => {
  const [one, other] = [blank("select", [], "Select"), blank("select", [], "Select")];
  one.settings.options.push("Third");
  assert.equal(other.settings.options.length, 2);
});

test("a box of files has room for what it says", () => {
  assert.ok(sizeOf("document").h >= sizeOf("picture").h);
});

test("every kind has a size that fits on the board", () => {
  for (const { name } of KINDS) assert.ok(sizeOf(name).w <= 12 && sizeOf(name).h >= 2, name);
});
