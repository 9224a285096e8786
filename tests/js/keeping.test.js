import assert from "node:assert/strict";
import { test } from "node:test";
import "./dom.js";

globalThis.location ??= window.location;
const results = await import("../../static/js/keeping/results.js");
const runs = await import("../../static/js/keeping/runs.js");
const { plain } = await import("../../static/js/keeping/plain.js");
const { fileName } = await import("../../static/js/keeping/saving.js");

const KINDS = [
  { name: "input", takes_input: true, plays: false },
  { name: "note", takes_input: false, plays: false },
  { name: "heading", takes_input: false, plays: false },
  { name: "text", takes_input: false, plays: true },
  { name: "image", takes_input: false, plays: true },
  { name: "chat", takes_input: true, plays: true },
];

/** A page of widgets {kind, title, settings, value, status, said}, one below the other. */
function page(...all) {
  const widgets = all.map(({ kind, title, settings = {} }, y) => ({
    ...{ id: title, kind, title, settings, layout: { x: 0, y, w: 4, h: 1 } },
  }));
  const of = id => all.find(({ title }) => title === id);
  const run = {
    run: { id: "run1" },
    value: id => of(id).value ?? of(id).status?.value ?? "",
    input: id => of(id).value,
    said: id => of(id).said ?? [],
    status: id => ({ state: "done", value: "", files: [], finish: "stop", usage: null, ...of(id).status }),
  };
  return { app: { app: { id: "app1", title: "Birds", description: "" }, kinds: KINDS, graph: { widgets } }, run };
}

function one(widget) {
  const { app, run } = page(widget);
  return { app, run, widget: app.graph.widgets[0], status: run.status(widget.title) };
}

const SAID = [
  { role: "user", content: "Hello" },
  { role: "assistant", content: "Hi." },
];
const FILE = { url: "/api/runs/r/results/x/files/0", media_type: "image/png", width: 64, height: 64 };

test("a text is kept as the Markdown that it is", () => {
  assert.equal(results.markdown(one({ kind: "text", title: "Story", status: { value: "**Once**" } })), "**Once**");
});

test("code is fenced, also code with fences in it", () => {
  const kept = value => results.markdown(one({ kind: "code", title: "C", settings: { language: "js" }, value }));
  assert.equal(kept("let a;\n"), "```js\nlet a;\n```");
  assert.equal(kept("```\n"), "````js\n```\n````");
});

test("labels are a table, and a bar in a label does not break it", () => {
  const value = JSON.stringify([{ label: "a|b", score: 0.75 }]);
  const kept = results.markdown(one({ kind: "classify", title: "Mood", status: { value } }));
  assert.equal(kept, "| Label | Score |\n|---|---|\n| a\\|b | 0.750 |");
});

test("passages are quotes with where they stand", () => {
  const value = JSON.stringify([{ text: "Herons\nwait.", source: "Birds.pdf", where: "page 3", score: 0.5 }]);
  const kept = results.markdown(one({ kind: "search", title: "Found", status: { value } }));
  assert.equal(kept, "> Herons\n> wait.\n>\n> — Birds.pdf, page 3");
});

test("a conversation is kept with who said what, the first message too", () => {
  const chat = one({ kind: "chat", title: "Guide", settings: { first_message: "Ask me." }, said: SAID });
  assert.equal(results.markdown(chat), "**Assistant:** Ask me.\n\n**You:** Hello\n\n**Assistant:** Hi.");
  assert.equal(results.data(chat).value.length, 3);
});

test("a picture is kept as a link that leads to it from anywhere", () => {
  const picture = one({ kind: "image", title: "Bird", status: { value: "a [grey] heron", files: [FILE] } });
  assert.equal(results.markdown(picture), `![a grey heron](http://localhost${FILE.url})`);
  assert.equal(results.data(picture).files[0].url, `http://localhost${FILE.url}`);
});

test("data is kept as data", () => {
  const people = one({ kind: "text", title: "People", settings: { json_schema: {} }, status: { value: '[{"a":1}]' } });
  assert.deepEqual(results.data(people).value, [{ a: 1 }]);
  assert.equal(results.markdown(people), '```json\n[{"a":1}]\n```');
});

test("a text without its marks has its lists and tables still", () => {
  const written =
    "# Herons\n\nThey **wait**.\n\n- one\n  - inner\n- two\n\n3. three\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx = 1\n```";
  assert.equal(plain(written), "Herons\n\nThey wait.\n\n• one\n  • inner\n• two\n\n3. three\n\na\tb\n1\t2\n\nx = 1");
});

test("all that a run holds stands in one file, in reading order", () => {
  const kept = runs.markdown(
    page(
      { kind: "heading", title: "Herons", settings: { text: "Grey birds." } },
      { kind: "input", title: "Topic", value: "nests" },
      { kind: "input", title: "Mood", value: "" },
      { kind: "text", title: "Story", status: { value: "Once." } },
      { kind: "text", title: "Later", status: { state: "idle" } },
      { kind: "note", title: "Note", value: "Sources: none." },
    ),
  );
  assert.equal(
    kept,
    "# Birds\n\n**Topic:** nests\n\n## Herons\n\nGrey birds.\n\n## Story\n\nOnce.\n\nSources: none.\n",
  );
});

test("the same as data has inputs by title and every result", () => {
  const kept = runs.data(
    page(
      { kind: "input", title: "Topic", value: ["nests"] },
      { kind: "text", title: "Story", status: { value: "Once." } },
      { kind: "chat", title: "Guide", said: SAID },
    ),
  );
  assert.deepEqual(kept.inputs, { Topic: ["nests"] });
  assert.deepEqual(
    kept.results.map(({ title, value }) => [title, value]),
    [
      ["Story", "Once."],
      ["Guide", SAID],
    ],
  );
});

test("there is nothing to keep before anything came", () => {
  assert.equal(runs.isWorthKeeping(page({ kind: "text", title: "Story", status: { state: "idle" } })), false);
  assert.equal(runs.isWorthKeeping(page({ kind: "text", title: "Story", status: { value: "Once." } })), true);
});

test("a title becomes a name that file systems take", () => {
  assert.equal(fileName("Story: A/B\n“1”?", "md"), "Story A B “1”.md");
  assert.equal(fileName("???", "md"), "Result.md");
});
