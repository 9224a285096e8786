import assert from "node:assert/strict";
import { test } from "node:test";
import { columns, dayName, peak, rows, shaped, shortly } from "../../../static/js/administration/charts/shaping.js";
import { Uses } from "../../../static/js/administration/charts/uses.js";

const DAYS = ["2026-03-01", "2026-03-02", "2026-03-03"];
const line = (label, tokens, images = [0, 0, 0]) => ({ of: "model", label, tokens, images });
const USED = {
  days: DAYS,
  series: [line("Echo", [1, 5, 5]), line("Painter", [0, 0, 0], [2, 0, 1]), line("Small", [0, 0, 7])],
};

test("a plot has a column of days and one for each line, all as long", () => {
  assert.deepEqual(columns(shaped(USED, "tokens")), [
    [0, 1, 2],
    [1, 5, 5],
    [0, 0, 7],
  ]);
});

test("what is zero all the time has no line, and the others keep their number and their look", () => {
  const [tokens, images] = ["tokens", "images"].map(unit => shaped(USED, unit).lines);
  assert.deepEqual(
    tokens.map(({ number, label, total }) => [number, label, total]),
    [
      [1, "Echo", 11],
      [3, "Small", 7],
    ],
  );
  assert.deepEqual(
    images.map(({ number, label, total }) => [number, label, total]),
    [[2, "Painter", 3]],
  );
  assert.equal(tokens[1].colour, 2);
});

test("no two of twelve lines look the same", () => {
  const series = Array.from({ length: 12 }, (_, index) => line(`Model ${index}`, [1, 1, 1]));
  const looks = shaped({ days: DAYS, series }, "tokens").lines.map(({ colour, dash }) => `${colour}/${dash}`);
  assert.equal(new Set(looks).size, 12);
});

test("where nothing was used there are no lines", () => {
  assert.deepEqual(shaped({ days: DAYS, series: [] }, "tokens").lines, []);
  assert.deepEqual(shaped(USED, "images").lines.length, 1);
});

test("a table has the latest day first", () => {
  assert.deepEqual(rows(shaped(USED, "tokens")), [
    { day: "2026-03-03", values: [5, 7] },
    { day: "2026-03-02", values: [5, 0] },
    { day: "2026-03-01", values: [1, 0] },
  ]);
});

test("a line has its number at the first of its highest values", () => {
  assert.equal(peak([1, 5, 5]), 1);
});

test("days and numbers are said as people read them", () => {
  assert.deepEqual([dayName("2026-03-01"), shortly(1_200_000)], ["1 Mar", "1.2M"]);
});

test("of two answers that overlap the one to what is still asked for counts", async () => {
  const answers = {};
  const fetchUses = ({ days, by }) =>
    new Promise(resolve => {
      answers[`${days} ${by}`] = () => resolve({ days: [days], series: [] });
    });
  const uses = new Uses({ api: { fetchUses } });
  const looks = [uses.look(30), uses.look(7)];
  for (const name of ["7 model", "7 person", "30 model", "30 person"]) answers[name]();
  await Promise.all(looks);
  assert.deepEqual(uses.charts.model.days, [7]);
});

test("what cannot be fetched leaves what is there, and says why", async () => {
  const uses = new Uses({ api: { fetchUses: () => Promise.reject(new Error("No answer.")) } });
  uses.charts = { model: USED, person: USED };
  await uses.look(7);
  assert.deepEqual([uses.failure, uses.charts.model], ["No answer.", USED]);
});
