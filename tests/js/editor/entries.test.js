import assert from "node:assert/strict";
import { test } from "node:test";
import "../dom.js";
import { widget } from "../state/support.js";

const { form, leave, press } = await import("./form.js");

const select = (settings = { options: ["A", "B", "C"] }) => form(widget("s", "Tone", settings, "select"));

const button = (place, words) => place.querySelector(`button[aria-label="${words}"]`);

test("Enter adds an option, and the box is empty for the next", async () => {
  const { panel, settle, settings, labelled } = await select();
  const box = labelled("New option");
  box.value = " D ";
  await press(box, "Enter", settle);
  assert.deepEqual(settings().options, ["A", "B", "C", "D"]);
  assert.equal(labelled("New option").value, "");
  assert.equal(panel.querySelector("entry-list [role=status]").textContent, "D added");
});

test("many lines that are pasted are as many options", async () => {
  const { settle, settings, labelled } = await select();
  const paste = new window.Event("paste", { bubbles: true, cancelable: true });
  paste.clipboardData = { getData: () => "D\r\n\nA\n E \n" };
  labelled("New option").dispatchEvent(paste);
  await settle();
  assert.ok(paste.defaultPrevented);
  assert.deepEqual(settings().options, ["A", "B", "C", "D", "E"]);
});

test("an option that is there already stays in its box, with the reason", async () => {
  const { panel, settle, settings, labelled } = await select();
  await leave(labelled("Option 2"), "A", settle);
  assert.deepEqual(settings().options, ["A", "B", "C"]);
  assert.equal(labelled("Option 2").value, "A");
  assert.equal(labelled("Option 2").getAttribute("aria-invalid"), "true");
  assert.equal(panel.querySelector("entry-list .error").textContent, "There is “A” already.");
  await leave(labelled("Option 2"), "Z", settle);
  assert.deepEqual(settings().options, ["A", "Z", "C"]);
  assert.equal(panel.querySelector("entry-list .error"), null);
});

test("an option cannot be left empty", async () => {
  const { panel, settle, settings, labelled } = await select();
  await leave(labelled("Option 1"), "  ", settle);
  assert.deepEqual(settings().options, ["A", "B", "C"]);
  assert.match(panel.querySelector("entry-list .error").textContent, /Write the option, or remove it/);
});

test("buttons and Alt with an arrow put options in order, and the focus goes along", async () => {
  const { panel, settle, settings, labelled } = await select();
  button(panel, "Move down: A").click();
  await settle();
  assert.deepEqual(settings().options, ["B", "A", "C"]);
  assert.equal(document.activeElement, labelled("Option 2"));
  await press(labelled("Option 2"), "ArrowDown", settle, { altKey: true });
  assert.deepEqual(settings().options, ["B", "C", "A"]);
  assert.equal(panel.querySelector("entry-list [role=status]").textContent, "A is now 3 of 3");
});

test("the first option cannot go further up", async () => {
  const { panel, settle, settings, labelled } = await select();
  button(panel, "Move up: A").click();
  await press(labelled("Option 1"), "ArrowUp", settle, { altKey: true });
  assert.deepEqual(settings().options, ["A", "B", "C"]);
});

test("what was removed comes back with Undo, and the focus is on the next", async () => {
  const { app, panel, settle, settings, labelled } = await select();
  button(panel, "Remove: B").click();
  await settle();
  assert.deepEqual(settings().options, ["A", "C"]);
  assert.equal(document.activeElement, labelled("Option 2"));
  app.undo();
  await settle();
  assert.deepEqual(settings().options, ["A", "B", "C"]);
  assert.equal(labelled("Option 2").value, "B");
});

test("the default follows its option when that is renamed, and goes when it is removed", async () => {
  const { panel, settle, settings, labelled } = await select({ options: ["A", "B"], default: ["B"] });
  await leave(labelled("Option 2"), "Bee", settle);
  assert.deepEqual(settings(), { options: ["A", "Bee"], default: ["Bee"] });
  button(panel, "Remove: Bee").click();
  await settle();
  assert.deepEqual(settings(), { options: ["A"], default: [] });
});

test("where one alone can be chosen, one default stays", async () => {
  const { settle, settings, labelled } = await select({ options: ["A", "B"], many: true, default: ["A", "B"] });
  labelled("Several can be chosen").click();
  await settle();
  assert.deepEqual([settings().many, settings().default], [false, ["A"]]);
});

test("marks are numbers within the slider, in order", async () => {
  const { panel, settle, settings, labelled } = await form(
    widget("n", "Days", { slider: true, min: 0, max: 10, marks: [5] }, "number"),
  );
  await leave(labelled("New mark"), "2,5", settle);
  assert.deepEqual(settings().marks, [2.5, 5]);
  await leave(labelled("New mark"), "11", settle);
  assert.match(panel.querySelector("entry-list .error").textContent, /from 0 to 10/);
  await leave(labelled("New mark"), "many", settle);
  assert.match(panel.querySelector("entry-list .error").textContent, /not a number/);
  assert.deepEqual(settings().marks, [2.5, 5]);
});

test("options that an import left in another shape can be mended", async () => {
  const { settle, settings, labelled } = await select({ options: "A", default: "A" });
  await leave(labelled("New option"), "B", settle);
  assert.deepEqual(settings(), { options: ["A", "B"], default: [] });
});
