import assert from "node:assert/strict";
import { test } from "node:test";
import { at, drawn } from "./drawing.js";

const image = await import("../../../../static/js/board/kinds/image.js");

const FILE = { url: "/api/runs/r/results/x/files/0", media_type: "image/png", width: 640, height: 480 };

test("the place of a picture is there before the picture", () => {
  const place = drawn(image, at({ state: "running" }, { width: 768, height: 512 }));
  assert.equal(place.querySelector(".drawn svg").getAttribute("viewBox"), "0 0 768 512");
});

test("what there is of it is seen while it is drawn, and how far it is", () => {
  const seen = { media_type: "image/jpeg", data: "AAAA" };
  const progress = { done: 3, of: 8, words: "Drawing 3 of 8" };
  const place = drawn(image, at({ state: "running", preview: seen, progress }));
  const picture = place.querySelector("img");
  assert.equal(picture.getAttribute("src"), "data:image/jpeg;base64,AAAA");
  assert.equal(picture.alt, "");
  assert.equal(place.querySelector("progress").value, 3);
});

test("the picture says in words what was asked for, and opens large", () => {
  const place = drawn(image, at({ state: "done", value: "a heron", files: [FILE] }));
  const picture = place.querySelector("button > img");
  assert.deepEqual([picture.getAttribute("src"), picture.alt, picture.width], [FILE.url, "a heron", 640]);
  assert.equal(picture.parentElement.getAttribute("aria-label"), "Open large: a heron");
});

test("words alone are no picture", () => {
  const place = drawn(image, at({ state: "cancelled", value: "a heron", files: [] }));
  assert.equal(place.querySelector(".drawn"), null);
  assert.equal(place.querySelector(".hint").textContent, "Stopped before anything came.");
});

test("the foot has its size, its seed where one was set, and what it took", () => {
  const status = { state: "done", files: [FILE], usage: { output_tokens: 0, seconds: 3.14 } };
  assert.equal(image.foot(at(status, { seed: 7 })), "640 × 480 · seed 7 · 3.1 s");
  assert.equal(image.foot(at(status)), "640 × 480 · 3.1 s");
});

test("the foot says what of a long prompt the model did not read", () => {
  const status = { state: "done", files: [FILE], usage: { output_tokens: 0, unread_tokens: 43, seconds: 3.14 } };
  assert.equal(image.foot(at(status)), "640 × 480 · 3.1 s · 43 tokens of the prompt not read");
});
