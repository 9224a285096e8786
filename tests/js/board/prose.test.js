import assert from "node:assert/strict";
import { test } from "node:test";
import { frame, put } from "../dom.js";

await import("../../../static/js/board/prose-text.js");

/** A text that grows in a box lower than it. */
async function scrolling() {
  const prose = await put("prose-text", { growing: true });
  Object.defineProperties(prose, {
    clientHeight: { value: 100 },
    scrollHeight: { get: () => 100 + prose.text.length },
  });
  return prose;
}

test("pieces that come within one frame are drawn together", async () => {
  const prose = await scrolling();
  prose.text = "One";
  prose.text = "One two";
  assert.equal(prose.textContent, "");
  await frame();
  assert.equal(prose.textContent.trim(), "One two");
});

test("the view follows to the last words, which come when it is done, and goes back to the first", async () => {
  const prose = await scrolling();
  prose.text = "One";
  await frame();
  assert.equal(prose.scrollTop, prose.scrollHeight);
  Object.assign(prose, { growing: false, text: "One two" });
  assert.equal(prose.scrollTop, prose.scrollHeight);
  await frame();
  assert.equal(prose.scrollTop, 0);
});

test("whoever follows by hand stays where they are when it is done", async () => {
  const prose = await scrolling();
  prose.text = "One";
  await frame();
  prose.dispatchEvent(new window.Event("wheel"));
  Object.assign(prose, { growing: false, text: "One two" });
  await frame();
  assert.equal(prose.scrollTop, prose.scrollHeight);
});

test("a text that was there from the start is shown from its start", async () => {
  const prose = await put("prose-text", { growing: false, text: "One" });
  assert.equal(prose.scrollTop, 0);
  assert.equal(prose.textContent.trim(), "One");
});
