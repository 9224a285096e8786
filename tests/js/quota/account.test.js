import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "../dom.js";
import { showQuota } from "../../../static/js/quota/account.js";

const tomorrow = () => new Date(Date.now() + 3_600_000).toISOString();
const level = (used, of) => ({ used, of, resets_at: tomorrow() });
const find = selector => document.querySelector(selector);
const all = selector => [...document.querySelectorAll(selector)];

let answers;

/** Opens the menu, or closes it, and waits until what is asked then is shown. */
async function press() {
  const menu = find("details");
  menu.open = !menu.open;
  await new Promise(resolve => setTimeout(resolve));
}

beforeEach(() => {
  find("main").innerHTML = `<details><summary>A</summary><div data-quota></div></details>`;
  answers = [];
  showQuota(find("details"), async () => {
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next;
  });
});

test("each time the menu opens the meters show how it stands then", async () => {
  answers = [
    { tokens: level(10, 100), images: level(0, 5) },
    { tokens: level(20, 100), images: level(1, 5) },
  ];
  assert.equal(all("meter").length, 0);
  await press();
  assert.deepEqual(
    all("meter").map(one => [one.value, one.max, one.getAttribute("aria-label")]),
    [
      [10, 100, "Tokens used today"],
      [0, 5, "Images used today"],
    ],
  );
  await press();
  assert.equal(answers.length, 1, "closing asks nothing");
  await press();
  assert.deepEqual(
    all("meter").map(one => one.value),
    [20, 1],
  );
});

test("what is nearly used up, and what is, looks so and says so", async () => {
  answers = [{ tokens: level(90, 100), images: level(5, 5) }];
  await press();
  const [tokens, images] = all(".quota-level");
  assert.deepEqual([tokens.className, images.className], ["quota-level is-near", "quota-level is-near is-spent"]);
  assert.match(tokens.textContent, /^Nearly used up/);
  assert.match(images.textContent, /^Used up/);
});

test("what has no limit has no meter, nor has what there is none of", async () => {
  answers = [
    { tokens: level(1, 100), images: null },
    { tokens: null, images: null },
    { tokens: null, images: level(0, 0) },
  ];
  await press();
  assert.equal(all("meter").length, 1);
  assert.match(find("[data-what=images]").textContent, /as you like/);
  await press();
  await press();
  assert.equal(find("[data-quota]").textContent, "");
  await press();
  await press();
  assert.equal(all("meter").length, 0);
  assert.match(find("[data-what=images]").textContent, /no images\. Ask/);
});

test("where the server is away the menu says so", async () => {
  answers = [new Error("Check your connection.")];
  await press();
  assert.match(find("[data-quota]").textContent, /not known\. Check your connection\.$/);
});
