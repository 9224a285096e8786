import assert from "node:assert/strict";
import { test } from "node:test";
import { frame, put } from "../dom.js";

await import("../../../static/js/toast.js");
const { render } = await import("lit");
await import("../../../static/js/board/upload-box.js");
const documents = await import("../../../static/js/board/kinds/document.js");
const pictures = await import("../../../static/js/board/kinds/picture.js");

const WIDGET = { id: "d", kind: "document", title: "Doc", settings: { most: 2 } };

const READY = {
  ...{ id: "a", name: "bees.pdf", media_type: "application/pdf", size: 2_345_678, state: "ready" },
  ...{ failure: null, characters: 54_000, tokens: 12_300, width: null, height: null },
};

/** A run that only has uploads. */
class Run extends EventTarget {
  given = [];
  asked = [];

  constructor(...files) {
    super();
    this.uploads = {
      of: () => files,
      said: () => "bees.pdf is ready.",
      watch: id => this.asked.push(["watch", id]),
      give: (_, all) => this.given.push(...all.map(({ name }) => name)),
      dismiss: key => this.asked.push(["dismiss", key]),
      remove: (_, id) => () => this.asked.push(["undo", id]),
    };
  }
}

const box = run =>
  put("upload-box", { run, widget: WIDGET, label: "title-d", invitation: "Choose files", hint: "PDF" });

const text = element => element.textContent.replace(/\s+/g, " ").trim();

test("an empty box says what may be given, to eyes and to ears", async () => {
  const element = await box(new Run());
  assert.match(text(element), /Choose files or drop them here PDF/);
  const input = element.querySelector("input[type=file]");
  assert.deepEqual([input.multiple, input.getAttribute("aria-labelledby")], [true, "title-d files-d-words"]);
});

test("a file that was read says how long it is", async () => {
  const element = await box(new Run(READY));
  assert.match(text(element), /bees\.pdf 2\.3 MB · 54,000 characters · 12,300 tokens/);
  assert.equal(element.querySelector("[role=status]").textContent, "bees.pdf is ready.");
});

test("a file that is sent shows how far it is, and can be stopped", async () => {
  const run = new Run({ key: "file-1", name: "bees.pdf", size: 10, state: "sending", done: 0.4 });
  const element = await box(run);
  assert.equal(element.querySelector("progress").value, 40);
  element.querySelector("[aria-label='Stop: bees.pdf']").click();
  assert.deepEqual(run.asked.at(-1), ["dismiss", "file-1"]);
});

test("a file that failed says why", async () => {
  const failure = { message: "Save a copy without a password." };
  const element = await box(new Run({ key: "file-1", name: "bees.pdf", size: 10, state: "failed", failure }));
  assert.equal(text(element.querySelector(".error")), failure.message);
});

test("a file is removed with a way back", async () => {
  const run = new Run(READY);
  const element = await box(run);
  element.querySelector("[aria-label='Remove: bees.pdf']").click();
  await frame();
  const undo = [...document.querySelectorAll("toast-shelf button")].find(one => text(one) === "Undo");
  undo.click();
  assert.deepEqual(run.asked.at(-1), ["undo", "a"]);
});

test("what is dropped is given, and a folder is given as one", async () => {
  const run = new Run();
  const element = await box(run);
  const item = name => ({ getAsFile: () => ({ name }), webkitGetAsEntry: () => ({ isDirectory: name === "docs" }) });
  const drop = Object.assign(new window.Event("drop", { bubbles: true }), {
    dataTransfer: { items: [item("a.txt"), item("docs")] },
  });
  element.querySelector(".drop-zone").dispatchEvent(drop);
  assert.deepEqual(run.given, ["a.txt", "docs"]);
});

test("a full box takes no more", async () => {
  const element = await box(new Run(READY, { ...READY, id: "b" }));
  assert.equal(element.querySelector("input"), null);
  assert.match(text(element), /2 files are the most/);
});

const TEXT = { id: "t", kind: "text", title: "Answer", settings: { prompt: "@[Doc]" } };
const MODELS = [{ name: "small", title: "SmolLM2", task: "text", default: true, installed: true, context: 8192 }];

function app(more = {}) {
  const graph = {
    widgets: [{ ...WIDGET, layout: { x: 0, y: 0, w: 4, h: 4 } }, TEXT].map(one => ({
      layout: { x: 6, y: 0, w: 4, h: 4 },
      ...one,
    })),
  };
  const changes = [];
  const made = {
    graph,
    models: MODELS,
    kinds: [{ name: "summarise" }, { name: "search" }],
    canEdit: true,
    changes,
    ...more,
  };
  const change = (label, edit) => {
    changes.push(label);
    made.graph = edit(made.graph);
  };
  const widget = id => made.graph.widgets.find(one => one.id === id);
  return Object.assign(made, { change, widget, setMode() {}, setView() {}, select() {} });
}

function card(kind, of, ...files) {
  const place = document.createElement("div");
  render(kind.body({ app: of, run: new Run(...files), widget: WIDGET, label: "title-d" }), place);
  return place;
}

test("what is longer than the model reads is said, with ways out for who may edit", () => {
  const editor = app();
  const place = card(documents, editor, READY);
  assert.match(text(place), /12,300 tokens; SmolLM2 reads 8,192, its answer included\. Summarise in parts/);
  place.querySelector(".too-long button").click();
  assert.deepEqual(editor.changes, ["Summarise in parts: Doc"]);
  assert.equal(editor.widget("t").settings.prompt, "@[Summary of Doc]");
});

test("a search is offered only where there is a model for it", () => {
  const buttons = of => [...card(documents, of, READY).querySelectorAll(".too-long button")].map(text);
  assert.deepEqual(buttons(app()), ["Summarise in parts"]);
  const embedding = { name: "vectors", task: "embedding", default: true, installed: true, context: 256 };
  assert.deepEqual(buttons(app({ models: [...MODELS, embedding] })), ["Summarise in parts", "Search in it"]);
});

test("visitors are told to choose a shorter file", () => {
  const place = card(documents, app({ canEdit: false }), READY);
  assert.match(text(place), /its answer included\. Choose a shorter file\./);
  assert.equal(place.querySelector(".too-long button"), null);
});

test("what fits is not talked about", () => {
  assert.equal(card(documents, app(), { ...READY, tokens: 7000 }).querySelector(".too-long"), null);
});

test("a picture is shown under its name", () => {
  const bee = {
    ...READY,
    name: "bee.png",
    media_type: "image/png",
    characters: null,
    tokens: null,
    width: 60,
    height: 40,
  };
  const image = card(pictures, app(), bee).querySelector("img");
  assert.deepEqual([image.getAttribute("src"), image.alt], ["/api/uploads/a/file", "bee.png"]);
  assert.equal(card(pictures, app(), { ...bee, state: "reading", width: null }).querySelector("img"), null);
});
