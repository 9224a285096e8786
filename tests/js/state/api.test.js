import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { get, post } from "../../../static/js/state/api.js";

const realFetch = globalThis.fetch;
let asked;
let answer;

const server = createServer(async (request, response) => {
  asked = { method: request.method, url: request.url, headers: request.headers, body: "" };
  for await (const piece of request) asked.body += piece;
  response.writeHead(answer.status, { "Content-Type": answer.type ?? "application/json" });
  response.end(answer.body);
});

before(async () => {
  await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
  globalThis.fetch = (path, options) => realFetch(`http://127.0.0.1:${server.address().port}${path}`, options);
  globalThis.document = { querySelector: () => ({ content: "token" }) };
});

after(() => server.close());

test("it sends JSON with the token and reads JSON", async () => {
  answer = { status: 200, body: '{"id": "run"}' };
  assert.deepEqual(await post("/api/x", { a: 1 }), { id: "run" });
  assert.deepEqual([asked.method, asked.body, asked.headers["x-csrftoken"]], ["POST", '{"a":1}', "token"]);
});

test("an empty answer is null", async () => {
  answer = { status: 204 };
  assert.equal(await post("/api/x"), null);
});

test("an error says what the server said", async () => {
  const error = { code: "invalid", message: "Shorten it.", field: "title" };
  answer = { status: 422, body: JSON.stringify({ error }) };
  await assert.rejects(get("/api/x"), { name: "ApiError", status: 422, ...error });
});

test("a conflict brings the other version along", async () => {
  answer = { status: 409, body: '{"error": {"code": "conflict", "message": "Changed."}, "theirs": {"revision": 3}}' };
  await assert.rejects(get("/api/x"), error => error.body.theirs.revision === 3);
});

test("an error page instead of JSON gets a sentence too", async () => {
  answer = { status: 502, type: "text/html", body: "<h1>Bad gateway</h1>" };
  await assert.rejects(get("/api/x"), { code: "server_error", message: /Try again/ });
});

test("a server that is away is said so", async () => {
  const fetch = globalThis.fetch;
  globalThis.fetch = path => realFetch(`http://127.0.0.1:1${path}`);
  await assert.rejects(get("/api/x"), { code: "offline", message: /connection/ });
  globalThis.fetch = fetch;
});
