import assert from "node:assert/strict";
import { test } from "node:test";
import { frame, put } from "./dom.js";

const { toast } = await import("../../static/js/toast.js");

test("what had the focus before a toast has it again once the toast is used", async () => {
  const button = await put("button", {});
  button.focus();
  let isUndone = false;
  toast("Removed.", { action: "Undo", run: () => (isUndone = true) });
  await frame();
  const undo = document.querySelector(".toast .button");
  undo.focus();
  undo.click();
  assert.ok(isUndone);
  assert.equal(document.activeElement, button);
});
