import assert from "node:assert/strict";
import { test } from "node:test";
import { FIRST, faultOf, fieldsOf, read, schemaOf } from "../../../static/js/editor/schema.js";
import "../dom.js";
import { widget } from "../state/support.js";

const { form, leave, labelled } = await import("./form.js");

const field = (name, type = "text", more = {}) => ({
  ...{ name, type, description: "", required: true, choices: [] },
  ...more,
});

const EVERY = [
  field("name", "text", { description: "of the hero" }),
  field("age", "number", { required: false }),
  field("brave", "yes or no"),
  field("friends", "list of texts"),
  field("mood", "choice", { choices: ["glad", "sad"] }),
];

test("fields become a schema and come back from it", () => {
  assert.deepEqual(fieldsOf(schemaOf(EVERY)), EVERY);
  assert.deepEqual(schemaOf(EVERY).properties.mood, { type: "string", enum: ["glad", "sad"] });
  assert.deepEqual(schemaOf(EVERY).required, ["name", "brave", "friends", "mood"]);
});

test("a schema that says more than fields can is left as it is written", () => {
  const deep = { type: "object", properties: { hero: { type: "object", properties: {} } } };
  const bounded = { type: "object", properties: { age: { type: "number", minimum: 0 } } };
  for (const schema of [deep, bounded, { type: "array", items: { type: "string" } }]) {
    assert.equal(fieldsOf(schema), null);
    assert.equal(faultOf(schema), null);
  }
});

test("what is no JSON is told with its line", () => {
  assert.match(read('{\n  "type": "object",\n  oops\n}').fault, /not JSON, from line 3 on/);
});

for (const [what, text, words] of [
  ["a list", "[]", /not an object/],
  ["an unknown type", '{"type": "text"}', /the type “text”. Use one of string,/],
  ["a type of a property", '{"properties": {"age": {"type": "int"}}}', /“age” has the type “int”/],
  ["an empty choice", '{"properties": {"mood": {"enum": []}}}', /“mood” has no choices/],
  ["required and not there", '{"properties": {}, "required": ["name"]}', /requires “name”/],
  ["what is in a list", '{"properties": {"all": {"type": "array", "items": 5}}}', /What is in “all” is not an object/],
  ["eight levels", `${'{"items":'.repeat(8)}{}${"}".repeat(8)}`, /more than 7 levels/],
]) {
  test(`a schema with a fault is refused in words: ${what}`, () => assert.match(read(text).fault, words));
}

const text = schema => form(widget("s", "Story", { prompt: "Write", json_schema: schema }));

test("“Answer as JSON” begins with one field, and off takes the schema away", async () => {
  const { settle, settings, labelled } = await text(null);
  labelled("Answer as JSON").click();
  await settle();
  assert.deepEqual(settings().json_schema, FIRST);
  labelled("Answer as JSON").click();
  await settle();
  assert.equal(settings().json_schema, null);
});

test("a field is added, named, typed and described", async () => {
  const { panel, settle, settings, labelled } = await text(schemaOf([field("name")]));
  [...panel.querySelectorAll("button")].find(one => one.textContent.includes("Add a field")).click();
  await settle();
  await leave(labelled("Name of field 2"), "mood", settle);
  await leave(labelled("Type of mood"), "choice", settle);
  await leave(labelled("New choice"), "glad", settle);
  await leave(labelled("Description of mood"), "how it ends", settle);
  const made = field("mood", "choice", { choices: ["glad"], description: "how it ends" });
  assert.deepEqual(fieldsOf(settings().json_schema), [field("name"), made]);
});

test("two fields cannot have one name", async () => {
  const { panel, settle, settings, labelled } = await text(schemaOf([field("name"), field("age")]));
  await leave(labelled("Name of field 2"), "name", settle);
  assert.equal(panel.querySelector(".schema-clash").textContent, "There is a field “name” already.");
  assert.deepEqual(Object.keys(settings().json_schema.properties), ["name", "age"]);
});

test("a schema that was written by hand is taken when it is one", async () => {
  const { panel, settle, settings } = await text(FIRST);
  const box = labelled(panel, "JSON Schema");
  await leave(box, '{"type": "object"', settle);
  assert.match(panel.querySelector("#schema-fault").textContent, /not JSON/);
  assert.deepEqual(settings().json_schema, FIRST);
  await leave(box, '{"type": "array", "items": {"type": "string"}}', settle);
  assert.equal(panel.querySelector("#schema-fault"), null);
  assert.deepEqual(settings().json_schema, { type: "array", items: { type: "string" } });
  assert.match(panel.querySelector("schema-builder > .help").textContent, /more than fields can/);
});
