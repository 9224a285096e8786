import assert from "node:assert/strict";
import { test } from "node:test";
import { at, drawn } from "./drawing.js";

const code = await import("../../../../static/js/board/kinds/code.js");

const card = (value, state = "done") => {
  const one = at({ state, value, usage: { output_tokens: 2, seconds: 1 } }, { language: "javascript" });
  return { ...one, widget: { ...one.widget, kind: "code" } };
};

test("code is in colours, without what a model puts around it", () => {
  const [shown] = drawn(code, card("Sure:\n```js\nlet a = 1;\n```\nHave fun.")).children;
  assert.equal(shown.textContent, "let a = 1;");
  assert.equal(shown.querySelector(".hljs-keyword").textContent, "let");
});

test("the foot names the language", () => {
  assert.equal(code.foot(card("let a")), "JavaScript · 2 tokens · 1.0 s");
});
