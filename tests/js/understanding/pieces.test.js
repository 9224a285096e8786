import assert from "node:assert/strict";
import { test } from "node:test";
import { put, type } from "../dom.js";

const { Look } = await import("../../../static/js/exploring/look.js");
const { Trial } = await import("../../../static/js/exploring/trial.js");
const { Reading } = await import("../../../static/js/understanding/reading.js");
await import("../../../static/js/understanding/live-families.js");
await import("../../../static/js/understanding/live-layers.js");
await import("../../../static/js/understanding/live-learning.js");
await import("../../../static/js/understanding/live-norm.js");
await import("../../../static/js/understanding/live-sampling.js");
await import("../../../static/js/understanding/live-tokens.js");

const INSIDE = {
  ...{ family: "decoder", layers: 2, heads: 1, layer: 1, tokens: ["A", " cat"] },
  maps: [{ title: "", rows: ["A", " cat"], columns: ["A", " cat"], weights: [[[1, 0], [0.4, 0.6]]] }], // biome-ignore format: a grid
  next: [
    { token: " sat", log: Math.log(0.6) },
    { token: " ran", log: Math.log(0.3) },
    { token: " is", log: Math.log(0.1) },
  ],
  steps: [" cat", " is", " sat"].map(token => ({ size: 2, guesses: [{ token, share: 0.6 }] })),
};
const MODELS = { text: { name: "small", title: "Small" }, seq2seq: null, encoder: { name: "mini", title: "Mini" } };

/** A reading before a server that answers at once, and what it was asked. */
function begun({ models = MODELS, refuse = null } = {}) {
  const asked = [];
  const startTrial = async ({ asked: body, questions: [{ card }] }) => {
    if (refuse) throw new Error(refuse);
    asked.push({ card, ...body });
    return { id: "t", cursor: "0-0", answers: [{ id: card, state: "done", value: JSON.stringify(INSIDE) }] };
  };
  const look = () => new Look(new Trial({ api: { startTrial }, listener: () => () => {} }));
  return { reading: new Reading({ models, look, text: "A cat" }), asked };
}

async function read(name, options) {
  const { reading, asked } = begun(options);
  const element = await put(name, { reading });
  await reading.read("A cat");
  await drawn(element);
  return { element, reading, asked };
}

async function drawn(element) {
  await new Promise(resolve => setTimeout(resolve));
  await element.updateComplete;
}

const said = element => element.querySelector("[role=status]").textContent.trim();
const button = (element, words) => [...element.querySelectorAll("button")].find(one => one.textContent.includes(words));

test("one model after the other reads the text, each at a layer that it chooses", async () => {
  const { asked } = await read("live-tokens");
  assert.deepEqual(
    asked.map(({ card, text, layer }) => [card, text, layer]),
    [
      ["small", "A cat", null],
      ["mini", "A cat", null],
    ],
  );
});

test("of the moves of a slider only the last one asks for a layer", async () => {
  const { reading, asked } = await read("live-layers");
  reading.chooseLayer(1);
  reading.chooseLayer(0);
  await new Promise(resolve => setTimeout(resolve, 300));
  assert.deepEqual(
    asked.slice(2).map(({ card, layer }) => [card, layer]),
    [["small", 0]],
  );
});

test("what was read stays beside what was made of it until the next text is read", async () => {
  const { reading } = await read("live-layers");
  const later = reading.read("A dog");
  assert.deepEqual([reading.text, reading.seen], ["A dog", "A cat"]);
  await later;
  await new Promise(resolve => setTimeout(resolve));
  assert.equal(reading.seen, "A dog");
});

test("tokens are counted and shown with their blanks", async () => {
  const { element } = await read("live-tokens");
  assert.equal(said(element), "Small reads 2 tokens.");
  assert.deepEqual(
    [...element.querySelectorAll("li")].map(one => one.textContent),
    ["A", "·cat"],
  );
});

test("why nothing was read is said once, and without a model what to do", async () => {
  const refused = await read("live-tokens", { refuse: "Too much is being written." });
  assert.equal(refused.element.querySelector("[role=alert]").textContent, "Too much is being written.");
  assert.match((await read("live-layers", { refuse: "No." })).element.textContent, /was not read/);
  const models = { text: null, seq2seq: null, encoder: null };
  assert.match((await read("live-tokens", { models })).element.textContent, /No text model .* is installed/);
  assert.match((await read("live-layers", { models })).element.textContent, /needs a text model/);
});

test("a temperature of nothing leaves one token, and top-p cuts off the end", async () => {
  const { element } = await read("live-sampling");
  assert.equal(said(element), "3 tokens of the 3 likeliest may come; “·sat” has 60%.");
  type(element.querySelector("#understand-topP"), "0.8");
  await drawn(element);
  assert.equal(said(element), "2 tokens of the 3 likeliest may come; “·sat” has 67%.");
  assert.equal(element.querySelectorAll(".is-cut").length, 1);
  type(element.querySelector("#understand-temperature"), "0");
  await drawn(element);
  assert.equal(said(element), "1 token of the 3 likeliest may come; “·sat” has 100%.");
});

test("what is drawn is counted, or added to the text", async () => {
  const { element, asked } = await read("live-sampling");
  type(element.querySelector("#understand-temperature"), "0");
  await drawn(element);
  button(element, "Draw 20 times").click();
  await drawn(element);
  assert.equal(element.querySelector(".understand-drawn").textContent, "Drawn: “·sat” 20 times.");
  button(element, "go on").click();
  await drawn(element);
  assert.equal(asked.findLast(({ card }) => card === "small").text, "A cat sat");
});

test("what is taught becomes likelier, and one can start again", async () => {
  const { element } = await read("live-learning");
  assert.equal(said(element), "After 0 steps “·ran” has 30%, and the loss is 1.20.");
  button(element, "One step").click();
  await drawn(element);
  assert.match(said(element), /^After 1 step “·ran” has [4-9]\d%/);
  button(element, "Start again").click();
  await drawn(element);
  assert.match(said(element), /^After 0 steps/);
});

test("the guess after each layer can be looked at", async () => {
  const { element } = await read("live-layers");
  assert.equal(said(element), "After layer 2 of 2 the best guess is “·sat” with 60%.");
  element.querySelector("button").click();
  await drawn(element);
  assert.match(said(element), /^Before the first layer of 2 the best guess is “·cat”/);
});

test("numbers of any size leave the norm with size 1, without a model too", async () => {
  const { element } = await read("live-norm", { models: { text: null, seq2seq: null, encoder: null } });
  button(element, "100").click();
  await drawn(element);
  assert.equal(said(element), "Their size is 188.75 before the norm and 1.00 after it.");
});

test("a family without a model shows whom it may look at", async () => {
  const { element } = await read("live-families");
  const [encoder, decoder, both] = [...element.querySelectorAll("figcaption")].map(one => one.textContent);
  assert.match(encoder, /^Mini: real weights of layer 2/);
  assert.match(decoder, /^Small: real weights/);
  assert.match(both, /^No such model is installed/);
  assert.equal(element.querySelectorAll("attention-map").length, 3);
});
