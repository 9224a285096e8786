import assert from "node:assert/strict";
import { test } from "node:test";
import { between } from "../../../static/js/state/between.js";
import { readers, tokensOf, tooLongFor } from "../../../static/js/state/context.js";
import { overlaps } from "../../../static/js/state/places.js";
import { widget as made } from "./support.js";

const widget = (id, kind, title, settings) => made(id, title, settings, kind);

const DOC = widget("d", "document", "Doc", {});
const GRAPH = {
  widgets: [
    DOC,
    widget("q", "input", "Question", {}),
    widget("n", "note", "Both", { text: "Read @[Doc]" }),
    widget("a", "text", "Answer", { prompt: "@[Question]\n@[ doc ]", when: "@[Doc]" }),
    widget("b", "chat", "Talk", { instructions: "You know @[Both]", model: "large" }),
    widget("s", "summarise", "Short", { source: "@[Doc]" }),
    widget("f", "search", "Find", { source: "@[Doc]", question: "@[Question]" }),
    widget("o", "text", "Other", { prompt: "@[Question]" }),
    widget("w", "text", "If", { prompt: "Hello", when: "@[Nothing]" }),
  ],
};
const MODELS = [
  { name: "small", title: "Small", task: "text", default: true, installed: true, context: 1000 },
  { name: "large", title: "Large", task: "text", default: false, installed: true, context: 9000 },
  { name: "vectors", title: "Vectors", task: "embedding", default: true, installed: true, context: 200 },
];

const ids = widgets => widgets.map(({ id }) => id);
const settings = ({ widgets }, id) => widgets.find(one => one.id === id).settings;

test("those read a document in full whose models get it as a whole, also in a note", () => {
  assert.deepEqual(ids(readers(GRAPH, DOC)), ["a", "b"]);
});

test("notes that refer to each other do not go round for ever", () => {
  const note = (id, title, text) => widget(id, "note", title, { text });
  const graph = { widgets: [DOC, note("x", "X", "@[Y] @[Doc]"), note("y", "Y", "@[X]")] };
  assert.deepEqual(readers(graph, DOC), []);
});

test("what is longer than the shortest context, an answer included, is too long", () => {
  const app = { graph: GRAPH, models: MODELS };
  assert.equal(tooLongFor(app, DOC, 488), null);
  const { widget: reader, model } = tooLongFor(app, DOC, 489);
  assert.deepEqual([reader.id, model.title], ["a", "Small"]);
  assert.equal(tooLongFor({ ...app, graph: { widgets: [DOC] } }, DOC, 1_000_000), null);
});

test("tokens are added up, and estimated where nobody counted", () => {
  const counted = { tokens: 5, characters: 20 };
  assert.deepEqual(tokensOf([counted, counted]), { tokens: 10, isGuess: false });
  assert.deepEqual(tokensOf([counted, { tokens: null, characters: 21 }]), { tokens: 11, isGuess: true });
});

test("a summary comes between a document and those that read all of it", () => {
  const { graph, id } = between(GRAPH, DOC, "summarise");
  const summary = graph.widgets.at(-1);
  assert.deepEqual([summary.id, summary.title, summary.settings.source], [id, "Summary of Doc", "@[Doc]"]);
  assert.equal(settings(graph, "a").prompt, "@[Question]\n@[Summary of Doc]");
  assert.equal(settings(graph, "a").when, "@[Doc]");
  assert.equal(settings(graph, "n").text, "Read @[Summary of Doc]");
  assert.equal(settings(graph, "s").source, "@[Doc]");
  assert.ok(!graph.widgets.slice(0, -1).some(one => overlaps(one.layout, summary.layout)));
});

test("a search asks what visitors type beside the document", () => {
  const { graph } = between(GRAPH, DOC, "search");
  const search = graph.widgets.at(-1);
  assert.deepEqual([search.title, search.settings.question], ["Found in Doc", "@[Question]"]);
  const alone = between({ widgets: [DOC, widget("a", "text", "Answer", { prompt: "@[Doc]" })] }, DOC, "search");
  assert.equal(alone.graph.widgets.at(-1).settings.question, "");
});

test("a second summary gets another title", () => {
  const { graph } = between(between(GRAPH, DOC, "summarise").graph, DOC, "summarise");
  assert.equal(graph.widgets.at(-1).title, "Summary of Doc 2");
});
