import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { put, type } from "../dom.js";

await import("../../../static/js/porting/import-box.js");

const SEEN = {
  app: null,
  title: "Fables <b>",
  description: "",
  source: "partyrock",
  map: [[0, 0, 6, 4, "input"]],
  report: [
    { level: "info", widget: "Fable", message: "The model “m” is not here." },
    { level: "warning", widget: null, message: "Look at this." },
  ],
};
const realFetch = globalThis.fetch;
let asked;
let answer;
let wait = 0;
let box;

const server = createServer(async (request, response) => {
  const one = { url: request.url, type: request.headers["content-type"], body: "" };
  for await (const piece of request) one.body += piece;
  asked.push(one);
  const said = answer;
  await new Promise(resolve => setTimeout(resolve, wait));
  response.writeHead(said.status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(said.body));
});

before(async () => {
  await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
  globalThis.fetch = (path, options) => realFetch(`http://127.0.0.1:${server.address().port}${path}`, options);
});

after(() => server.close());

beforeEach(async () => {
  asked = [];
  wait = 0;
  answer = { status: 200, body: SEEN };
  box = await put("import-box", {});
});

const shows = async (words, within = 3000) => {
  for (let waited = 0; waited < within; waited += 20) {
    if (box.textContent.includes(words)) return;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  assert.fail(`“${words}” is not shown, but: ${box.textContent.replace(/\s+/g, " ")}`);
};

const paste = text => type(box.querySelector("textarea"), text);

test("what is pasted is looked at once one stops typing, and nothing is made yet", async () => {
  paste("{");
  paste("{}");
  await shows("A PartyRock app, 1 widget");
  assert.deepEqual(
    asked.map(({ url, body }) => [url, body]),
    [["/api/apps/import?preview=true", '{"text":"{}"}']],
  );
  assert.equal(box.querySelector("h3").textContent, "Fables <b>");
});

test("warnings come first, each with its widget", async () => {
  paste("{}");
  await shows("2 notes");
  const entries = [...box.querySelectorAll(".import-report li")].map(one =>
    one.textContent.trim().replace(/\s+/g, " "),
  );
  assert.deepEqual(entries, ["Look at this.", "Fable The model “m” is not here."]);
});

test("a refusal is shown in words and nothing can be imported", async () => {
  answer = { status: 422, body: { error: { code: "not_json", message: "This is not JSON." } } };
  paste("hello");
  await shows("This is not JSON.");
  assert.equal(box.querySelector('[role="alert"]').textContent.trim(), "This is not JSON.");
  assert.equal(box.querySelector(".import-preview"), null);
});

test("of two looks only the last is shown", async () => {
  wait = 300;
  answer = { status: 200, body: { ...SEEN, title: "First" } };
  paste("first");
  await new Promise(resolve => setTimeout(resolve, 450));
  wait = 0;
  answer = { status: 200, body: { ...SEEN, title: "Second" } };
  paste("second");
  await shows("Second");
  await new Promise(resolve => setTimeout(resolve, 300));
  assert.equal(box.querySelector("h3").textContent, "Second");
});

test("emptying the box takes the preview away", async () => {
  paste("{}");
  await shows("2 notes");
  paste("");
  await box.updateComplete;
  assert.equal(box.querySelector(".import-preview"), null);
});

test("a file is sent as it is", async () => {
  const file = new File(["{}"], "app.json");
  const drop = Object.assign(new window.Event("drop"), { dataTransfer: { files: [file] } });
  box.querySelector(".drop-zone").dispatchEvent(drop);
  await shows("A PartyRock app, 1 widget");
  assert.match(asked[0].type, /^multipart\/form-data/);
  assert.match(asked[0].body, /filename="app.json"/);
});
