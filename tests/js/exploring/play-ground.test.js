import assert from "node:assert/strict";
import { test } from "node:test";
import { put, type } from "../dom.js";

const { Quota } = await import("../../../static/js/quota/quota.js");
const { Trial } = await import("../../../static/js/exploring/trial.js");
await import("../../../static/js/exploring/play-ground.js");

const SMALL = { name: "small", title: "Small", task: "text", installed: true, default: true };

/** The playground, and what the server was asked. */
async function playground(models = [SMALL]) {
  const asked = [];
  const startTrial = async body => {
    asked.push(body);
    return { id: "t", cursor: "0-0", answers: [] };
  };
  const trial = new Trial({ api: { startTrial }, listener: () => () => {} });
  const element = await put("play-ground", {
    models,
    trial,
    quota: new Quota({ levels: {} }),
  });
  element.begin();
  const find = words => [...element.querySelectorAll("button")].find(one => one.textContent.trim() === words);
  const drawn = async () => {
    await new Promise(resolve => setTimeout(resolve));
    await element.updateComplete;
  };
  const click = async words => {
    find(words).click();
    await drawn();
  };
  const fill = async (name, text) => {
    type(element.querySelector(`#trial-${name}`), text);
    await drawn();
  };
  await drawn();
  await fill("prompt", "Say hello.");
  return { element, asked, drawn, click, fill, wrong: () => element.querySelector("[role=alert]")?.textContent };
}

test("numbers that are none are refused beside their fields, until one writes others", async () => {
  const { asked, click, fill, wrong } = await playground();
  await click("Compare parameters");
  await fill("temperatures", "hot, 99");
  await click("Try it");
  assert.equal(wrong(), "Give at least one temperature from 0 to 2, and one seed.");
  await fill("temperatures", "0, 1");
  assert.equal(wrong(), undefined);
  await click("Try it");
  assert.equal(asked[0].questions.length, 6);
});

test("too many answers and no model are refused with a sentence", async () => {
  const many = await playground();
  await many.click("Compare parameters");
  await many.fill("seeds", "1 2 3 4 5 6");
  await many.click("Try it");
  assert.match(many.wrong(), /That would be 18 answers, and 16 are the most/);
  const none = await playground([]);
  await none.click("Try it");
  assert.deepEqual([none.wrong(), none.asked], ["Choose a model to try.", []]);
});

test("what is written already does not wait for its turn", async () => {
  const answer = { state: "queued", value: "", files: [] };
  const said = async more => {
    const element = await put("trial-answer", { answer: { ...answer, ...more }, heading: "Small" });
    return element.querySelector(".help").textContent.trim();
  };
  assert.equal(await said({}), "Waits for its turn…");
  assert.equal(await said({ begun: true }), "Reading…");
  assert.equal(await said({ value: "Once" }), "Writing…");
});

test("languages are chosen as in a widget, in groups of what the chosen models know", async () => {
  const phrases = { ...SMALL, name: "phrases", title: "Phrases", task: "translation", languages: [["en", "fr"]] };
  const { element, asked, drawn, click } = await playground([SMALL, phrases]);
  const choose = async (name, value) => {
    const box = element.querySelector(`#trial-${name}`);
    box.value = value;
    box.dispatchEvent(new window.Event("change", { bubbles: true }));
    await drawn();
    return [...box.querySelectorAll("optgroup")].map(({ label }) => label);
  };
  await click("Translate");
  const groups = ["Translated by Phrases", "Other languages, which no chosen model translates"];
  assert.deepEqual(await choose("source", "English"), groups);
  assert.deepEqual(await choose("target", "French"), groups);
  await choose("target", " own");
  type(element.querySelector("open-choice .input:not(select)"), "Welsh");
  await drawn();
  await click("Try it");
  assert.deepEqual([asked[0].asked.source, asked[0].asked.target], ["English", "Welsh"]);
  await click("Code");
  assert.equal(element.querySelector("#trial-language").value, "python");
  assert.equal(element.querySelector("open-choice .input:not(select)"), null);
});
