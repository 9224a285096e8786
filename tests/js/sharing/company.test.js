import assert from "node:assert/strict";
import { test } from "node:test";
import "../dom.js";

const { inWords } = await import("../../../static/js/sharing/company-mark.js");

test("others are named, and oneself on another page is said to be that", () => {
  assert.equal(inWords([], "ann"), "");
  assert.equal(inWords(["bob"], "ann"), "Also editing: bob");
  assert.equal(inWords(["ann"], "ann"), "Also editing: you, on another page");
  assert.equal(inWords(["ann", "bob"], "ann"), "Also editing: bob and you, on another page");
});
