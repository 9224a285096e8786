import assert from "node:assert/strict";
import { test } from "node:test";
import { byDay, grouped } from "../../../static/js/revisions/grouping.js";
import { shortened } from "../../../static/js/revisions/shortening.js";

const at = (minute, number, more = {}) => ({
  ...{ number, name: "", published: false, author: { username: "ann" }, changes: [`Change ${number}`] },
  ...{ created_at: `2026-11-24T10:${String(minute).padStart(2, "0")}:00Z`, ...more },
});

const numbers = revisions => grouped(revisions).map(step => step.revisions.map(({ number }) => number));

test("what one author saves within minutes is one step", () => {
  assert.deepEqual(numbers([at(40, 4), at(12, 3), at(9, 2), at(0, 1)]), [[4], [3, 2, 1]]);
});

test("another author begins another step", () => {
  assert.deepEqual(numbers([at(3, 3), at(2, 2, { author: { username: "bob" } }), at(1, 1)]), [[3], [2], [1]]);
});

test("one that was named or published is never hidden in a step", () => {
  const named = at(2, 2, { name: "Before" });
  const published = at(1, 1, { published: true });
  assert.deepEqual(numbers([at(3, 3), named, published, at(0, 0)]), [[3], [2], [1, 0]]);
});

test("a step says what changed in it, each sentence once and no more than three", () => {
  const changes = ["A", "B", "C", "D"].map((sentence, index) => at(9 - index, 9 - index, { changes: [sentence, "A"] }));
  assert.deepEqual(grouped(changes)[0].changes, { said: ["A", "B", "C"], more: 1 });
});

test("steps lie under their days", () => {
  const revisions = [at(1, 2), { ...at(1, 1), created_at: "2026-11-20T10:00:00Z" }];
  const days = byDay(grouped(revisions), date => date.toISOString().slice(0, 10));
  assert.deepEqual(
    days.map(({ day, steps }) => [day, steps.length]),
    [
      ["2026-11-24", 1],
      ["2026-11-20", 1],
    ],
  );
});

test("of long texts that stayed the same only the edges next to a change are shown", () => {
  const same = { change: "same", text: "word ".repeat(100) };
  const added = { change: "added", text: "new" };
  const [before, , after] = shortened([same, added, same]);
  assert.equal(before.text, `…${" word".repeat(15)} `);
  assert.equal(after.text, `${"word ".repeat(16)}…`);
  assert.deepEqual(shortened([{ change: "same", text: "short" }, added])[0].text, "short");
});
