import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html><div id=box></div>");
Object.assign(globalThis, { window, document: window.document });
const { show } = await import("../../static/js/markdown.js");

const box = window.document.getElementById("box");

beforeEach(() => box.replaceChildren());

const shown = text => {
  show(box, text);
  return box.innerHTML;
};

test("Markdown becomes elements", () => {
  assert.match(shown("# Robots\n\nAre **kind**."), /<h1 dir="auto">Robots<\/h1>.*<strong>kind<\/strong>/s);
});

test("raw HTML stays text", () => {
  shown('<script>alert(1)</script>\n\nHi <b onclick="alert(1)">you</b> <img src=x onerror=alert(1)>');
  assert.equal(box.querySelector("script, b, img, [onclick], [onerror]"), null);
  assert.match(box.textContent, /<script>alert\(1\)<\/script>/);
});

for (const address of [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "data:text/html,<b>",
  "vbscript:x",
  "java&#115;cript:x",
]) {
  test(`a link to ${address} leads nowhere`, () => {
    shown(`[press](${address}) [press](<${address}>)`);
    assert.equal(box.querySelector("[href]"), null);
  });
}

test("links open elsewhere and tell nothing of where one was", () => {
  shown("[site](https://example.org)");
  const link = box.querySelector("a");
  assert.deepEqual(
    [link.href, link.target, link.rel],
    ["https://example.org/", "_blank", "noopener noreferrer nofollow"],
  );
});

test("an image becomes a link, so that nothing is fetched", () => {
  shown("![a cat](https://example.org/cat.png)");
  assert.equal(box.querySelector("img"), null);
  assert.equal(box.querySelector("a").textContent, "a cat");
});

test("an image's words and address are text, whatever is in them", () => {
  shown('![<b>"x](https://example.org/"onmouseover=alert(1)//)');
  assert.equal(box.querySelector("b, [onmouseover]"), null);
});

test("a growing text leaves its finished blocks alone", () => {
  show(box, "First.\n\nSec");
  const [first] = box.children;
  const paragraph = first.firstChild;
  show(box, "First.\n\nSecond.\n\nThi");
  assert.equal(box.children[0].firstChild, paragraph);
  assert.deepEqual(
    [...box.children].map(block => block.textContent.trim()),
    ["First.", "Second.", "Thi"],
  );
});

test("a text that starts anew drops what was there", () => {
  show(box, "One.\n\nTwo.");
  show(box, "Uno.");
  assert.equal(box.textContent.trim(), "Uno.");
});

test("blocks from right to left find their direction by themselves", () => {
  assert.match(shown("שלום"), /<p dir="auto">שלום<\/p>/);
});
