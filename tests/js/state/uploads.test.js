import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../../static/js/state/api.js";
import { Uploads } from "../../../static/js/state/uploads.js";
import { until } from "./support.js";

const DOC = { id: "doc", kind: "document", title: "Doc", settings: {} };
const ONE = { ...DOC, settings: { many: false } };
const PICTURE = { ...DOC, kind: "picture" };

const file = (name, size = 10) => ({ name, size });

const upload = (id, state, more = {}) => ({
  ...{ id, name: `${id}.txt`, media_type: "text/plain", size: 10, state, failure: null },
  ...{ characters: null, tokens: null, width: null, height: null, ...more },
});

/** Uploads before a server that reads at once; `answers` by name of the file are Errors or Uploads. */
function giving({ held = [], answers = {}, read = id => upload(id, "ready"), ...more } = {}) {
  let value = held;
  const sent = [];
  const server = {
    async sendFile({ name }, { progress, signal }) {
      sent.push(name);
      progress(0.5);
      await new Promise(setImmediate);
      if (signal.aborted) throw new ApiError("stopped", "Stopped.");
      const answer = answers[name] ?? upload(name.split(".")[0], "reading");
      if (answer instanceof Error) throw answer;
      return answer;
    },
    async fetchUpload(id) {
      const answer = read(id);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const values = { input: () => value, setInput: (_, ids) => (value = ids) };
  const uploads = new Uploads({ api: server, values, pause: 1, ...more });
  const states = () => uploads.of("doc").map(({ state }) => state);
  return { uploads, sent, states, held: () => value };
}

test("files are sent one after the other, held, and asked for until they are read", async () => {
  let looks = 0;
  const { uploads, sent, states, held } = giving({
    read: id => upload(id, ++looks < 4 ? "reading" : "ready", { characters: 3 }),
  });
  await uploads.give(DOC, [file("a.txt"), file("b.txt")]);
  assert.deepEqual(
    [sent, held()],
    [
      ["a.txt", "b.txt"],
      ["a", "b"],
    ],
  );
  await until(uploads, () => states().every(state => state === "ready"));
  assert.equal(uploads.of("doc")[0].characters, 3);
  assert.match(uploads.said("doc"), /^[ab].txt is ready.$/); // whichever was the last
});

test("how far a file is shows while it is sent", async () => {
  const { uploads, states } = giving();
  uploads.give(DOC, [file("a.txt"), file("b.txt")]);
  await until(uploads, () => uploads.of("doc")[0].done === 0.5);
  assert.deepEqual(states(), ["sending", "queued"]);
});

test("what is refused stays with its sentence, is no value, and can be taken away", async () => {
  const answers = { "a.exe": new ApiError("old_office", "Choose another.") };
  const { uploads, held } = giving({ answers });
  await uploads.give(DOC, [file("a.exe"), file("b.txt")]);
  const [, failed] = uploads.of("doc");
  assert.deepEqual([failed.state, failed.failure.message, held()], ["failed", "Choose another.", ["b"]]);
  uploads.dismiss(failed.key);
  assert.equal(uploads.of("doc").length, 1);
});

test("what cannot be read is no value any more, and says why", async () => {
  const failure = { code: "scanned_pages", message: "Run OCR first." };
  const { uploads, states, held } = giving({ read: id => upload(id, "failed", { failure }) });
  await uploads.give(DOC, [file("a.txt")]);
  await until(uploads, () => states()[0] === "failed");
  assert.deepEqual(held(), []);
  assert.equal(uploads.said("doc"), "a.txt cannot be used. Run OCR first.");
});

test("what is held from an earlier visit is asked for, and what is gone says so", async () => {
  const gone = new ApiError("not_found", "Not there.", { status: 404 });
  const { uploads, states, held } = giving({ held: ["a", "b"], read: id => (id === "a" ? upload(id, "ready") : gone) });
  uploads.watch("doc");
  await until(uploads, () => states().join() === "ready,failed");
  assert.deepEqual(held(), ["a"]);
  assert.match(uploads.of("doc")[1].failure.message, /not there any more/);
});

test("while the network is away it keeps asking", async () => {
  let looks = 0;
  const away = new ApiError("offline", "The server cannot be reached.");
  const { uploads, states } = giving({ held: ["a"], read: id => (++looks < 3 ? away : upload(id, "ready")) });
  uploads.watch("doc");
  await until(uploads, () => states()[0] === "ready");
  assert.equal(looks, 3);
});

test("what is known is not asked for", () => {
  const { uploads } = giving({ held: ["a"], read: () => assert.fail("it was asked for") });
  uploads.learn({ a: upload("a", "ready") });
  uploads.watch("doc");
});

test("no more than so many files are taken, and those that are too large are not sent", async () => {
  const { uploads, sent } = giving({ megabytes: 2 });
  const small = { ...DOC, settings: { most: 2 } };
  await uploads.give(small, [file("a.txt"), file("large.txt", 2_000_001), file("b.txt"), file("c.txt")]);
  assert.deepEqual(sent, ["a.txt", "b.txt"]);
  const failures = uploads.of("doc").filter(one => one.state === "failed");
  assert.match(failures[0].failure.message, /2 MB at most/);
  assert.match(failures[1].failure.message, /At most 2 files/);
});

test("a folder is refused", async () => {
  const { uploads, sent } = giving();
  await uploads.give(DOC, [{ name: "docs", size: 0, isFolder: true }]);
  assert.deepEqual(sent, []);
  assert.match(uploads.of("doc")[0].failure.message, /a folder/);
});

test("where one file is taken a new one takes its place", async () => {
  const { uploads, held } = giving({ held: ["old"] });
  await uploads.give(ONE, [file("new.txt"), file("other.txt")]);
  assert.deepEqual(held(), ["new"]);
  assert.match(uploads.of("doc").at(-1).failure.message, /One file is taken/);
});

test("a picture is no document, and a document no picture", async () => {
  const picture = upload("a", "reading", { media_type: "image/png" });
  const { uploads, held } = giving({ answers: { "a.png": picture } });
  await uploads.give(DOC, [file("a.png")]);
  await uploads.give(PICTURE, [file("a.txt")]);
  assert.deepEqual(held(), []);
  const messages = uploads.of("doc").map(one => one.failure.message);
  assert.equal(
    messages[0],
    "This cannot be read as a document. Choose one of these: PDF, Word, PowerPoint, HTML, CSV, JSON, Markdown or text.",
  );
  assert.equal(messages[1], "This is not a picture. Choose one in JPEG, PNG, WebP or GIF.");
});

test("what the server takes nowhere is refused with what is taken here", async () => {
  const refused = new ApiError("unsupported_type", "A document may be …; a picture may be …");
  const old = new ApiError("old_office", "Save it as .docx.");
  const { uploads } = giving({ answers: { "a.exe": refused, "a.doc": old } });
  for (const [widget, name] of [
    [DOC, "a.exe"],
    [DOC, "a.doc"],
    [PICTURE, "a.exe"],
    [PICTURE, "a.doc"],
  ])
    await uploads.give(widget, [file(name)]);
  const [document, office, ...pictures] = uploads.of("doc").map(one => one.failure.message);
  assert.match(document, /^This cannot be read as a document/);
  assert.equal(office, "Save it as .docx.");
  for (const words of pictures) assert.match(words, /^This is not a picture/);
});

test("failures go with the next choice that is taken, but not those of the same choice", async () => {
  const bad = new ApiError("empty_file", "There is nothing in this file.");
  const { uploads, states } = giving({ answers: { "bad.txt": bad, "worse.txt": bad } });
  await uploads.give(DOC, [file("bad.txt")]);
  await uploads.give(DOC, [file("worse.txt")]);
  assert.deepEqual(states(), ["failed", "failed"]);
  await uploads.give(DOC, [file("bad.txt"), file("good.txt")]);
  assert.deepEqual(
    uploads.of("doc").map(({ name }) => name),
    ["good.txt", "bad.txt"],
  );
});

test("a file is removed, and put back where it was", async () => {
  const { uploads, held } = giving({ held: ["a", "b", "c"] });
  const undo = uploads.remove(DOC, "b");
  assert.deepEqual(held(), ["a", "c"]);
  undo();
  assert.deepEqual(held(), ["a", "b", "c"]);
});

test("what is being sent can be stopped, and the next is sent", async () => {
  const { uploads, held } = giving();
  const all = uploads.give(DOC, [file("a.txt"), file("b.txt")]);
  await until(uploads, () => uploads.of("doc")[0]?.state === "sending");
  uploads.dismiss(uploads.of("doc")[0].key);
  await all;
  assert.deepEqual(held(), ["b"]);
});
