import assert from "node:assert/strict";
import { test } from "node:test";
import "../dom.js";
import { page, widget } from "../state/support.js";

const { form, leave, opened } = await import("./form.js");
const { mark } = await import("../../../static/js/editor/fields/model.js");
const { settingsOf } = await import("../../../static/js/editor/kinds/index.js");

const model = (name, more = {}) => ({ name, title: name.toUpperCase(), task: "text", installed: true, ...more });

const MODELS = [
  model("small", { default: true, parameters: 134_515_008, speed: 15.3, local: true }),
  model("large", { parameters: 1_700_000_000, speed: 1.2, local: false }),
  model("draws", { task: "image", default: true }),
];

/** The settings of a widget where these models are. */
const among = (models, made, more = {}) => opened({ ...page(made), models }, more);

test("a model is marked with its size, its speed and where it runs, as far as that is known", () => {
  assert.equal(mark(MODELS[0]), "135M · about 15 tokens a second · runs here");
  assert.equal(mark(MODELS[1]), "1.7B · about a token a second · runs on another machine");
  assert.equal(mark({ parameters: 22_700_000 }), "23M");
  assert.equal(mark({ local: true }), "Runs here");
  assert.match(mark({ private: true }), /^Only you may use it: before others play this app/);
  assert.equal(mark({}), "");
});

test("the mark is that of the chosen model, and the choice is among those of the task", async () => {
  const { settle, settings, labelled } = await among(MODELS, widget("s", "Story", { prompt: "Go" }));
  const box = labelled("Model");
  assert.deepEqual(
    [...box.options].map(one => one.textContent),
    ["Default (SMALL)", "SMALL", "LARGE"],
  );
  const about = () => document.getElementById(box.getAttribute("aria-describedby")).textContent.trim();
  assert.match(about(), /^135M/);
  await leave(box, "large", settle);
  assert.equal(settings().model, "large");
  assert.match(about(), /^1\.7B/);
});

test("what the chosen model is good for stands before what it costs, where its card says so", async () => {
  const good = model("good", { default: true, parameters: 134_515_008, summary: "Short stories in English." });
  const { labelled } = await among([good], widget("s", "Story", { prompt: "Go" }));
  const about = document.getElementById(labelled("Model").getAttribute("aria-describedby"));
  assert.equal(about.textContent.trim(), "Short stories in English.135M");
  assert.ok(about.querySelector("br"));
});

const TRANSLATORS = [
  ...MODELS,
  model("fr-en", { task: "translation", languages: [["fr", "en"]] }),
  model("en-fr", { task: "translation", languages: [["en", "fr"]], parameters: 75_133_952 }),
  model("en-de", { task: "translation", languages: [["en", "de"]], installed: false }),
  model("goes-on", { task: "code", instructed: false }),
];

for (const [from_language, to_language, title] of [
  ["", "French", "EN-FR"],
  ["English", "fr-CA", "EN-FR"],
  ["French", "English", "FR-EN"],
  ["German", "French", "SMALL"],
  ["English", "German", "SMALL"], // the one for it is not installed
]) {
  test(`from ${from_language || "whatever"} into ${to_language} the default translator is ${title}`, async () => {
    const settings = { source: "@[T]", from_language, to_language };
    const { labelled } = await among(TRANSLATORS, widget("t", "In other words", settings, "translate"));
    assert.equal(labelled("Model").options[0].textContent, `Default (${title})`);
  });
}

test("the mark beside the default translator is its own, and follows the languages", async () => {
  const made = widget("t", "In other words", { source: "@[T]", to_language: "French" }, "translate");
  const { app, panel, labelled } = await among(TRANSLATORS, made);
  const about = () => document.getElementById(labelled("Model").getAttribute("aria-describedby")).textContent.trim();
  assert.equal(about(), "75M · chosen by the languages");
  app.updateSettings("t", { to_language: "German" });
  await new Promise(setImmediate);
  await panel.updateComplete;
  assert.match(about(), /^135M/);
});

test("beside a small translator stand the larger ones for the same languages that can be installed", async () => {
  const fitting = { task: "translation", languages: [["en", "fr"]] };
  const models = [
    ...TRANSLATORS,
    model("larger", { ...fitting, installed: false, parameters: 300_000_000 }),
    model("smaller", { ...fitting, installed: false, parameters: 5_000_000 }),
    model("other", { task: "translation", languages: [["fr", "en"]], installed: false, parameters: 300_000_000 }),
  ];
  const made = widget("t", "In other words", { source: "@[T]", to_language: "French" }, "translate");
  const { labelled } = await among(models, made);
  const about = document.getElementById(labelled("Model").getAttribute("aria-describedby")).textContent.trim();
  assert.equal(about, "75M · chosen by the languages · better where an administrator installs LARGER");
});

test("the languages are grouped by what the chosen model knows", async () => {
  const made = widget("t", "In other words", { source: "@[T]", from_language: "English" }, "translate");
  const { app, settle, labelled } = await among([...MODELS, ...TRANSLATORS], made);
  const groups = () => [...labelled("Into").querySelectorAll("optgroup")].map(({ label }) => label);
  assert.deepEqual(groups(), ["Translated by EN-FR", "Other languages, by SMALL"]);
  assert.equal(labelled("Into").selectedOptions[0].parentElement.label, "Translated by EN-FR");
  app.updateSettings("t", { model: "large" });
  await settle();
  assert.deepEqual(groups(), []);
  assert.equal(labelled("Into").value, "French");
});

test("into the language that a text is in already, slips are mended, and the field says so", async () => {
  const settings = { source: "@[T]", from_language: "English", to_language: "English" };
  const { labelled } = await among(TRANSLATORS, widget("t", "Tidied up", settings, "translate"));
  const about = document.getElementById(labelled("Into").getAttribute("aria-describedby"));
  assert.match(about.textContent, /slips of typing are mended/);
});

test("a model that only goes on with code is not the default for code that is described", async () => {
  const first = async prompt => {
    const { labelled } = await among(TRANSLATORS, widget("c", "Code", { prompt }, "code"));
    return labelled("Model").options[0].textContent;
  };
  assert.deepEqual([await first("A loop"), await first("")], ["Default (SMALL)", "Default (GOES-ON)"]);
});

test("where no model of the task is installed, the field says which would do it", async () => {
  const data = page(widget("i", "Cover", { prompt: "A fox" }, "image"));
  const message = "“Cover” needs a text-to-image model, and none is installed here.";
  data.app.problems = [{ widget: "i", field: "model", code: "no_model", message }];
  const { panel, labelled } = await opened(data);
  assert.equal(labelled("Model").getAttribute("aria-invalid"), "true");
  assert.equal(panel.querySelector(".error").textContent, message);
});

test("a fold opens for what is wrong in it", async () => {
  const data = page(widget("s", "Story", { prompt: "Go" }));
  data.app.problems = [{ widget: "s", field: "top_p", code: "bad_setting", message: "Too high." }];
  const { panel } = await opened(data);
  const open = [...panel.querySelectorAll("details")].filter(one => one.open);
  assert.deepEqual(
    open.map(one => one.querySelector("summary").textContent),
    ["More"],
  );
});

test("chance is new each time, or fixed by a number", async () => {
  const { panel, settle, settings, labelled } = await form(widget("i", "Cover", {}, "image"));
  assert.equal(labelled("Seed"), null);
  labelled("Fixed").click();
  await settle();
  assert.ok(Number.isInteger(settings().seed));
  await leave(labelled("Seed"), "-5", settle);
  assert.equal(settings().seed, 0);
  await leave(labelled("Seed"), "", settle);
  assert.equal(labelled("Seed").value, "0");
  [...panel.querySelectorAll("button")].find(one => one.textContent.includes("Another")).click();
  await settle();
  assert.equal(labelled("Seed").value, String(settings().seed));
  labelled("Random each time").click();
  await settle();
  assert.equal(settings().seed, null);
});

test("a number that cannot be taken as it was typed is said to be another", async () => {
  await import("../../../static/js/toast.js");
  const { settle, settings, labelled } = await form(widget("s", "Find", {}, "search"));
  for (const [typed, taken] of [
    ["99", 20],
    ["0", 1],
    ["3.7", 4],
    ["5", 5],
  ]) {
    await leave(labelled("Passages"), typed, settle);
    assert.equal(settings().passages, taken);
  }
  const said = [...document.querySelectorAll(".toast p")].map(one => one.textContent);
  assert.deepEqual(said.slice(-3), [
    "Passages: 20 is the maximum here.",
    "Passages: 1 is the minimum here.",
    "Passages: Whole numbers only: 4 is the nearest.",
  ]);
});

test("a picture has one of a few shapes, or a size of its own in steps of eight", async () => {
  const { settle, settings, labelled } = await form(widget("i", "Cover", {}, "image"));
  assert.equal(labelled("Any").checked, true);
  labelled("Portrait").click();
  await settle();
  assert.deepEqual([settings().width, settings().height], [512, 768]);
  await leave(labelled("Width"), "517", settle);
  assert.equal(settings().width, 520);
  assert.equal(labelled("Portrait").checked, false);
});

test("a shape that the model cannot draw is not offered", async () => {
  const models = [{ ...MODELS[0], name: "small", task: "image", default: true, installed: true, most_pixels: 9216 }];
  const { labelled, panel } = await among(models, widget("i", "Cover", {}, "image"));
  assert.equal(labelled("Any").checked, true);
  assert.equal(labelled("Square"), null);
  assert.match(panel.textContent, /at most 9,216 pixels, such as\s+96 × 96/);
});

test("a slider gets the ends that it lacks, and one step takes that back", async () => {
  const { app, settle, settings, labelled } = await form(widget("n", "Days", { max: 30 }, "number"));
  labelled("Slider").click();
  await settle();
  assert.deepEqual(settings(), { max: 30, slider: true, min: -70 });
  app.undo();
  await settle();
  assert.deepEqual(settings(), { max: 30 });
  assert.equal(labelled("Slider").checked, false);
});

test("a step of nought is none", async () => {
  const { settle, settings, labelled } = await form(widget("n", "Days", { step: 5 }, "number"));
  await leave(labelled("Step"), "0", settle);
  assert.equal(settings().step, null);
});

test("the present result becomes the example", async () => {
  const run = Object.assign(new EventTarget(), { status: () => ({ value: "Once." }) });
  const { panel, settle, settings } = await among(MODELS, widget("s", "Story", { prompt: "Go" }), { run });
  [...panel.querySelectorAll("button")].find(one => one.textContent.startsWith("Use the present")).click();
  await settle();
  assert.equal(settings().example, "Once.");
});

test("without a result there is no example to be had", async () => {
  await import("../../../static/js/toast.js");
  const run = Object.assign(new EventTarget(), { status: () => ({ value: "" }) });
  const { panel, settle, settings } = await among(MODELS, widget("s", "Story", { prompt: "Go" }), { run });
  [...panel.querySelectorAll("button")].find(one => one.textContent.startsWith("Use the present")).click();
  await settle();
  assert.equal(settings().example, undefined);
  assert.ok(document.querySelector("toast-shelf").textContent.includes("Play it first"));
});

/** What can be set for each kind, as widgets/kinds has it, and who knows the rest: the raw settings of a kind are these. */
const SETTINGS = {
  input: ["placeholder", "default", "multiline", "required", "max_length"],
  select: ["options", "many", "required"],
  number: ["min", "max", "step", "unit", "default", "slider", "required"],
  toggle: ["label", "on", "off", "default"],
  heading: ["text", "line"],
};

for (const [kind, names] of Object.entries(SETTINGS)) {
  test(`the form of ${kind} has a box for each of its settings`, async () => {
    const { panel, settle, settings } = await form(widget("w", "W", {}, kind));
    for (const box of panel.querySelectorAll(".panel-body :is(input, textarea, select):not(#widget-title)")) {
      if (box.type === "checkbox") box.click();
      else await leave(box, box.type === "number" ? "7" : "x", settle);
      await settle();
    }
    assert.deepEqual(
      Object.keys(settings())
        .filter(name => names.includes(name))
        .toSorted(),
      names.toSorted(),
    );
  });
}

const TEMPLATES = {
  text: ["prompt", "instructions"],
  chat: ["instructions"],
  image: ["prompt", "negative_prompt"],
  code: ["prompt", "prefix", "suffix"],
  search: ["question"],
  note: ["text"],
};

for (const [kind, names] of Object.entries(TEMPLATES)) {
  test(`what may refer to others is written in a prompt editor: ${kind}`, async () => {
    const { panel } = await form(widget("w", "W", {}, kind));
    assert.deepEqual(
      [...panel.querySelectorAll("prompt-editor")].map(one => one.field),
      names,
    );
  });
}

for (const kind of ["summarise", "translate", "classify", "search"]) {
  test(`what ${kind} works on is chosen among the widgets`, async () => {
    const { panel } = await form(widget("w", "W", {}, kind));
    assert.equal(panel.querySelector("reference-field").field, "source");
  });
}

test("a kind that the page does not know has no form", () => assert.equal(settingsOf("oracle")({}), ""));
