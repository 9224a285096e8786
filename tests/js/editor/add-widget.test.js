import assert from "node:assert/strict";
import { test } from "node:test";
import { grouped } from "../../../static/js/editor/offers.js";
import { AppState } from "../../../static/js/state/app.js";
import { put, type } from "../dom.js";
import { KINDS, page, Server, Storage, widget } from "../state/support.js";

const { press } = await import("./form.js");
await import("../../../static/js/editor/add-widget.js");

const names = groups => groups.map(({ name, kinds }) => [name, kinds.map(kind => kind.title)]);

test("kinds stand in groups", () => {
  const groups = names(grouped(KINDS));
  assert.deepEqual(
    groups.map(([name]) => name),
    ["Inputs", "AI", "Other"],
  );
  assert.deepEqual(groups[2], ["Other", ["Note", "Heading"]]);
});

test("typing finds kinds by name and by what they do, those of that name first", () => {
  const kinds = [
    { name: "a", title: "Number", summary: "Typed or with a slider.", group: "inputs" },
    { name: "b", title: "Slider", summary: "To drag.", group: "inputs" },
    { name: "c", title: "Note", summary: "A text.", group: "other" },
  ];
  assert.deepEqual(names(grouped(kinds, "slid")), [["Inputs", ["Slider", "Number"]]]);
  assert.deepEqual(grouped(kinds, "zebra"), []);
});

async function menu() {
  const data = page(widget("d", "Report", {}, "document"));
  const app = new AppState(data, { api: new Server(data.app.graph), storage: new Storage() });
  app.setMode("edit");
  app.select("d");
  const element = await put("add-widget", { app });
  const details = element.querySelector("details");
  const opened = new Promise(resolve => details.addEventListener("toggle", resolve, { once: true }));
  details.open = true;
  await opened; // it empties the box
  const settle = () => new Promise(setImmediate).then(() => element.updateComplete);
  await settle();
  return { app, element, box: element.querySelector("input"), settle };
}

test("Enter adds the first that was found, working on the widget that was chosen", async () => {
  const { app, element, box, settle } = await menu();
  type(box, "summ");
  await settle();
  await press(box, "Enter", settle);
  const added = app.widget(app.selected);
  assert.deepEqual([added.kind, added.title, added.settings.source], ["summarise", "Summary 1", "@[Report]"]);
  assert.equal(element.querySelector("details").open, false);
});

test("the arrow leads from the box to the first, and a letter back into the box", async () => {
  const { element, box, settle } = await menu();
  const first = element.querySelector(".add-item");
  await press(box, "ArrowDown", settle);
  assert.equal(document.activeElement, first);
  const event = await press(first, "s", settle);
  assert.equal(document.activeElement, box);
  assert.equal(event.defaultPrevented, false); // the letter goes into the box
});

test("what finds nothing says so", async () => {
  const { element, box, settle } = await menu();
  type(box, "zebra");
  await settle();
  assert.equal(element.querySelector("[role=status]").textContent, "No widget has that name. Try another word.");
});
