import assert from "node:assert/strict";
import { test } from "node:test";
import { at, drawn, words } from "./drawing.js";

const classify = await import("../../../../static/js/board/kinds/classify.js");
const search = await import("../../../../static/js/board/kinds/search.js");

const done = (value, more) => ({ state: "done", value: JSON.stringify(value), ...more });

test("labels stand in the order of how well they fit, with percentages and bars", () => {
  const scores = [
    { label: "sad", score: 0.2 },
    { label: "glad", score: 0.8 },
  ];
  const bars = [...drawn(classify, at(done(scores))).querySelectorAll(".scores > li")];
  assert.deepEqual(bars.map(words), ["glad 80%", "sad 20%"]);
  assert.deepEqual(
    bars.map(bar => bar.querySelector("meter").value),
    [0.8, 0.2],
  );
});

const LONG = `Herons stand still for hours. ${"They wait. ".repeat(40)}`;
const PASSAGES = [
  { text: LONG, source: "Birds.pdf", where: "page 3", score: 0.71 },
  { text: "A heron’s nest is <b>large</b>.", source: "", where: null, score: 0.4 },
];

function found(question, passages = PASSAGES) {
  const graph = { widgets: [{ id: "q", title: "Question" }] };
  const more = { app: { graph }, run: { value: id => (id === "q" ? "Where do herons nest?" : "") } };
  return drawn(search, at(done(passages), { question }, more));
}

test("passages are quotes with where they stand and how near they are", () => {
  const place = found("herons");
  assert.deepEqual([...place.querySelectorAll("cite")].map(words), ["Birds.pdf, page 3", ""]);
  assert.match(words(place.querySelector(".passage-place")), /71% close/);
  assert.equal(place.querySelector("blockquote b"), null);
});

test("what is about as near as nothing is 0% near", () => {
  const place = found("herons", [{ ...PASSAGES[1], score: -0.003 }]);
  assert.match(words(place.querySelector(".passage-place")), /^0% close/);
});

test("the words of the question are marked, whatever they end in", () => {
  const place = found("@[Question] And why?");
  const marks = [...place.querySelectorAll("mark")].map(words);
  assert.deepEqual(marks, ["Herons", "nest"]);
});

test("a long passage is folded until one asks for all of it", () => {
  const place = found("herons");
  const [long, short] = place.querySelectorAll(".passage");
  const button = long.querySelector("button");
  button.click();
  assert.equal(button.getAttribute("aria-expanded"), "true");
  assert.ok(long.classList.contains("is-open"));
  assert.equal(short.querySelector("button"), null);
});

test("that nothing was found is said", () => {
  assert.match(words(found("herons", [])), /Nothing in the source is close to the question/);
});
