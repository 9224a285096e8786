import assert from "node:assert/strict";
import { test } from "node:test";
import { put } from "../dom.js";

await import("../../../static/js/porting/app-lineage.js");

const words = element => element.textContent.trim().replace(/\s+/g, " ");
const shown = async (lineage, remixes = 0) =>
  words(await put("app-lineage", { app: { id: "a", title: "Mine", lineage, remixes } }));

test("an app without a history says nothing", async () => {
  assert.equal(await shown(null), "");
});

test("a remix names its source and who made it", async () => {
  const source = { title: "Tales", author: "ada", source: "remix", path: "/apps/x/tales/" };
  assert.equal(await shown(source), "Remix of Tales by ada");
  assert.equal(document.querySelector("app-lineage a").getAttribute("href"), "/apps/x/tales/");
});

test("a source that cannot be opened is named without a link", async () => {
  assert.equal(await shown({ title: "Tales", author: null, source: "remix", path: null }), "Remix of “Tales”");
  assert.equal(document.querySelector("app-lineage a"), null);
});

test("what was imported says from where, and the other title if it had one", async () => {
  assert.equal(await shown({ title: "Mine", author: null, source: "file", path: null }), "Imported from a file");
  assert.equal(
    await shown({ title: "Tales", author: "zoe", source: "partyrock", path: null }),
    "Imported from PartyRock: “Tales” by zoe",
  );
});

test("remixes are counted", async () => {
  assert.match(await shown(null, 1), /^1 remix /);
  assert.match(await shown(null, 2), /^2 remixes /);
});
