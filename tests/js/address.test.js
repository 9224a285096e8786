import assert from "node:assert/strict";
import { test } from "node:test";
import { fitting } from "../../static/js/address.js";

const at = search => ({ pathname: "/apps/a/", search, hash: "" });

test("the address follows the mode", () => {
  assert.equal(fitting("play", at("?edit")), "/apps/a/");
  assert.equal(fitting("edit", at("")), "/apps/a/?edit");
});

test("an address that fits the mode is left alone", () => {
  assert.equal(fitting("edit", at("?edit")), null);
  assert.equal(fitting("play", at("?from=mail")), null);
});
