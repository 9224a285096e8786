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

const listOf = count => Array.from({ length: count }, (_, index) => `- Item **${index}**`).join("\n");

for (const [what, text, more, part] of [
  ["list", listOf(3), "\n- And a fou", "li:nth-child(2)"],
  ["list within a list", "- One\n  - Two\n  - Thr", "ee\n  - Four", "li li:nth-child(1)"],
  ["table", "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |", "\n| 5", "tbody tr:nth-child(2)"],
  ["quote", "> One.\n>\n> Two.\n>\n> Th", "ree.", "blockquote p"],
  ["code", "```js\nlet one = 1;", "\nlet two", "pre code"],
]) {
  test(`a ${what} that grows leaves what was there as it was`, () => {
    show(box, text);
    const kept = box.querySelector(part);
    const inner = kept.firstChild;
    show(box, text + more);
    assert.equal(box.querySelector(part), kept);
    assert.equal(kept.firstChild, inner);
  });

  test(`a ${what} that grew letter by letter looks like one that was there at once`, () => {
    for (let end = 1; end <= (text + more).length; end += 1) show(box, (text + more).slice(0, end));
    const grown = box.textContent;
    box.replaceChildren();
    assert.equal(grown, shown(text + more) && box.textContent);
  });
}

test("a list that turns loose, or into another, is drawn anew", () => {
  show(box, "- a\n- b");
  assert.equal(shown("- a\n- b\n\n- c").match(/<p>/g).length, 3);
  assert.match(shown("4. a\n5. b"), /<ol dir="auto" start="4"><li>a<\/li>/);
});

test("a link that is explained further down leads there", () => {
  show(box, "See [it][1].\n\n- [this][1]");
  show(box, "See [it][1].\n\n- [this][1]\n\n[1]: https://example.org");
  assert.equal(box.querySelectorAll("a[href='https://example.org']").length, 2);
});

test("quotes within quotes without end are shown as they are, and what follows is Markdown again", () => {
  assert.equal(shown(">".repeat(3000)) && box.textContent, ">".repeat(3000));
  assert.match(shown("**fine**"), /<strong>/);
});

test("lists within lists without end are shown as they are", () => {
  const deep = "- ".repeat(3000) + "x";
  shown(deep);
  assert.ok(box.textContent === deep);
});

test("a paragraph of nothing but marks is shown as it is", () => {
  shown("_a".repeat(10_000));
  assert.equal(box.querySelector("em"), null);
  assert.equal(box.textContent.trim(), "_a".repeat(10_000));
});
