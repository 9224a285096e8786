import assert from "node:assert/strict";
import { test } from "node:test";
import {
  drawn,
  learned,
  mask,
  normalised,
  nucleus,
  size,
  tempered,
} from "../../../static/js/understanding/calculating.js";
import { cases } from "../graph/cases.js";

const near = (found, expected) =>
  found.every((one, at) => Math.abs(one - expected[at]) < 1e-3) && found.length === expected.length;

test("a temperature and a top-p leave the shares that the engine draws from", () => {
  for (const { logs, temperature, top_p: topP, shares } of cases("sampling.json"))
    assert.ok(near(nucleus(tempered(logs, temperature), topP), shares), `${temperature} ${topP}`);
});

test("scores far below all others do not spoil the shares", () => {
  assert.deepEqual(tempered([0, -5000], 0.05), [1, 0]);
});

test("a number falls on the token whose share it is in, and never on one that was cut", () => {
  const at = number => drawn([0.6, 0.4, 0], number);
  assert.deepEqual([at(0), at(0.59), at(0.6), at(0.9999), at(1)], [0, 0, 1, 1, 1]);
});

test("what should have come becomes likelier with each step, at the cost of what was likeliest", () => {
  let scores = [-0.5, -1.5, -2.5];
  const before = tempered(scores, 1);
  scores = learned(scores, 2);
  const after = tempered(scores, 1);
  assert.ok(after[2] > before[2] && after[0] < before[0]);
});

test("numbers of any size become numbers of size 1, in the same proportions", () => {
  const numbers = [3, -4, 0];
  assert.ok(Math.abs(size(normalised(numbers)) - 1) < 1e-9);
  assert.ok(near(normalised(numbers), normalised(numbers.map(one => 100 * one))));
  assert.deepEqual(normalised([0, 0]), [0, 0]);
});

test("who looks back sees nothing that comes later", () => {
  assert.deepEqual(mask(2, 3)[0], [
    [1, 1, 1],
    [1, 1, 1],
  ]);
  assert.deepEqual(mask(2, 2, true)[0], [
    [1, 0],
    [1, 1],
  ]);
});
