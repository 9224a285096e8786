import assert from "node:assert/strict";
import { test } from "node:test";
import "./dom.js";

const { highlighted, languageTitle } = await import("../../static/js/highlight.js");

function shown(code, language) {
  const box = document.createElement("div");
  box.append(highlighted(code, language));
  return box;
}

test("keywords and strings have classes of their own", () => {
  const box = shown('return "tea"', "python");
  assert.equal(box.querySelector(".hljs-keyword").textContent, "return");
  assert.equal(box.querySelector(".hljs-string").textContent, '"tea"');
});

test("code stays what it is, to the letter", () => {
  const code = 'if (a < b && c > "<script>") {\n\treturn `&amp;`;\n}\n';
  assert.equal(shown(code, "javascript").textContent, code);
  assert.equal(shown(code, "javascript").querySelector("script"), null);
});

test("a language is known by its short names too", () => {
  assert.ok(shown("def f(): pass", "py").querySelector(".hljs-keyword"));
  assert.equal(languageTitle("py"), "Python");
  assert.equal(languageTitle("cobol"), "cobol");
});

for (const language of ["cobol", "", undefined, "__proto__"]) {
  test(`code in the language “${language}” is shown without colours`, () => {
    assert.equal(shown("<b>x</b>", language).innerHTML, "&lt;b&gt;x&lt;/b&gt;");
  });
}

test("endless code is shown without colours", () => {
  assert.equal(shown("x = 1\n".repeat(10_000), "python").querySelector("span"), null);
});
