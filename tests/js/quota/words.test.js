import assert from "node:assert/strict";
import { test } from "node:test";
import { isNear, isSpent, levelsOf, levelWords } from "../../../static/js/quota/words.js";

const MIDNIGHT = "2026-03-15T00:00:00Z";
const level = (used, of = 50_000) => ({ used, of, resets_at: MIDNIGHT });
const say = (one, { at = "2026-03-14T19:00:00Z", locale = "en", what = "tokens" } = {}) =>
  levelWords(what, one, { now: Date.parse(at), locale });

test("how much is used of how much, and when it starts again", () => {
  assert.equal(say(level(1234)), "1,234 of 50,000 tokens used today; starts again at 00:00 UTC in 5\u00a0h");
});

test("numbers are written as the reader's language does", () => {
  assert.match(say(level(1234), { locale: "de" }), /^1\.234 of 50\.000 tokens/);
});

test("the time left is in hours, and in minutes where it is less than one", () => {
  const left = at => say(level(1), { at }).match(/ in (.*)$/)[1];
  assert.equal(left("2026-03-14T00:00:00Z"), "24\u00a0h");
  assert.equal(left("2026-03-14T22:40:00Z"), "1\u00a0h");
  assert.equal(left("2026-03-14T23:00:30Z"), "1\u00a0h");
  assert.equal(left("2026-03-14T23:18:00Z"), "42\u00a0min");
  assert.equal(left("2026-03-14T23:59:59Z"), "1\u00a0min");
});

test("above 80 % the words say that little is left, and at the end that nothing is", () => {
  assert.deepEqual([level(40_000), level(40_001), level(50_000)].map(isNear), [false, true, true]);
  assert.deepEqual([level(49_999), level(50_000), level(60_000)].map(isSpent), [false, true, true]);
  assert.match(say(level(40_000)), /^40,000 of/);
  assert.match(say(level(40_001)), /^Nearly used up: 40,001 of/);
  assert.match(say(level(50_000)), /^Used up: 50,000 of/);
});

test("a quota of none says whom to ask, and is not used up", () => {
  assert.deepEqual([isNear(level(0, 0)), isSpent(level(0, 0))], [false, false]);
  assert.equal(say(level(0, 0), { what: "images" }), "Your quota has no images. Ask an administrator for some.");
});

test("beside what has a limit stands what has none; where nothing has one there is nothing to say", () => {
  const levels = levelsOf({ tokens: level(1), images: null });
  assert.deepEqual(levels, [
    ["tokens", level(1)],
    ["images", null],
  ]);
  assert.equal(levelWords(...levels[1]), "As many images a day as you like.");
  assert.deepEqual(levelsOf({ tokens: null, images: null }), []);
});
