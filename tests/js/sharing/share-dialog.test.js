import assert from "node:assert/strict";
import { test } from "node:test";
import { put } from "../dom.js";

await import("../../../static/js/sharing/share-dialog.js");
const { AppState } = await import("../../../static/js/state/app.js");
const { page, Server, Storage, widget } = await import("../state/support.js");

const APP = {
  ...{ visibility: "link", path: "/apps/app1/robots/", open_source: true, published: null, has_password: false },
};

async function dialog(more = {}) {
  const data = page();
  Object.assign(data.app, APP, more);
  const server = new Server(data.app.graph);
  server.asked = [];
  server.patchApp = async (_, change) => {
    server.asked.push(change);
    return { ...APP, has_password: "password" in change || data.app.has_password, ...change };
  };
  const app = new AppState(data, { api: server, storage: new Storage() });
  return { app, server, element: await put("share-dialog", { app }) };
}

const pick = async (element, level) => {
  const radio = element.querySelector(`input[value="${level}"]`);
  radio.checked = true;
  radio.dispatchEvent(new window.Event("change"));
  await new Promise(setImmediate);
  await element.updateComplete;
};

test("a level is chosen at once, but one with a password waits for it", async () => {
  const { server, element } = await dialog();
  await pick(element, "public");
  assert.deepEqual(server.asked, [{ visibility: "public" }]);
  await pick(element, "password");
  assert.equal(server.asked.length, 1);
  element.querySelector("#share-password").value = "open sesame";
  element.querySelector("form").dispatchEvent(new window.Event("submit", { cancelable: true }));
  await new Promise(setImmediate);
  assert.deepEqual(server.asked[1], { visibility: "password", password: "open sesame" });
  await element.updateComplete;
  assert.match(element.querySelector(".share-password").textContent, /A password is set/);
});

const settle = async element => {
  await new Promise(setImmediate);
  await element.updateComplete;
};

/** The dialog, open; jsdom has none. */
async function opened(more) {
  const made = await dialog(more);
  const box = made.element.querySelector("dialog");
  box.open = true;
  box.close = () => {
    box.open = false;
    box.dispatchEvent(new window.Event("close"));
  };
  const leave = () => box.dispatchEvent(new window.Event("cancel", { cancelable: true }));
  return { ...made, box, leave, done: () => made.element.querySelector(".dialog-buttons .primary").click() };
}

async function typed(password, more) {
  const made = await opened(more);
  await pick(made.element, "password");
  made.element.querySelector("#share-password").value = password;
  return made;
}

const alert = element => element.querySelector("[role=alert]").textContent;

test("a password that was typed is set when one is done, and then the dialog closes", async () => {
  const { server, element, box, done } = await typed("hunter22", { visibility: "public" });
  assert.match(element.querySelector("#share-password-about").textContent, /until then it is open to: everyone/);
  done();
  await settle(element);
  assert.deepEqual(server.asked, [{ visibility: "password", password: "hunter22" }]);
  assert.equal(box.open, false);
});

test("a password that is refused keeps the dialog open", async () => {
  const { server, element, box, done } = await typed("hunter22");
  server.patchApp = async () => {
    throw new Error("That password is known to everybody.");
  };
  done();
  await settle(element);
  assert.equal(box.open, true);
  assert.match(alert(element), /known to everybody/);
});

test("a password that the box does not take is not set, and the dialog stays", async () => {
  const { server, element, box, done } = await typed("abc");
  element.querySelector("#share-password").setCustomValidity("Too short"); // jsdom does not count what a script typed
  done();
  await settle(element);
  assert.deepEqual([server.asked, box.open], [[], true]);
});

test("who is done without a password hears that none was set, and may then leave", async () => {
  const { server, element, box, done } = await typed("", { visibility: "public" });
  done();
  await settle(element);
  assert.equal(box.open, true);
  assert.match(alert(element), /No password was set. It is still open to: everyone/);
  assert.equal(element.querySelector('input[value="public"]').checked, true);
  done();
  assert.deepEqual([server.asked, box.open], [[], false]);
});

test("who escapes from a password that was typed hears that it was not set", async () => {
  const { server, element, leave } = await typed("hunter22");
  assert.equal(leave(), false); // it stays
  await settle(element);
  assert.match(alert(element), /still open to: anyone with the link/);
  assert.equal(leave(), true);
  assert.deepEqual(server.asked, []);
});

test("who escapes from another password hears that the one before still counts", async () => {
  const { element, leave } = await opened({ visibility: "password", has_password: true });
  element.querySelector(".share-password button").click();
  await settle(element);
  element.querySelector("#share-password").value = "another one";
  assert.equal(leave(), false);
  await settle(element);
  assert.match(alert(element), /The one before still opens the app/);
});

test("where a password was set before, going back to it asks for none", async () => {
  const { server, element } = await dialog({ has_password: true });
  await pick(element, "password");
  assert.deepEqual(server.asked, [{ visibility: "password" }]);
});

test("what is refused is said in the dialog, and the choice goes back", async () => {
  const { server, element } = await dialog();
  server.patchApp = async () => {
    throw new Error("Nobody could open this app without a password. Choose one.");
  };
  await pick(element, "public");
  assert.match(element.querySelector(".error").textContent, /Choose one/);
  assert.equal(element.querySelector('input[value="link"]').checked, true);
});

test("visitors get the link and nothing to change", async () => {
  const { element } = await dialog({ rights: { edit: false } });
  assert.equal(element.querySelectorAll("input[type=radio], input[role=switch]").length, 0);
  assert.match(element.querySelector("#share-link").value, /\/apps\/app1\/robots\/$/);
});

test("an owner whose app was hidden is told so, and whom to ask; visitors of others are not", async () => {
  const { element } = await dialog({ hidden: true });
  assert.match(element.querySelector(".hidden-notice").textContent, /An administrator hid this app.*Ask them/s);
  assert.match(element.querySelector("button").title, /hidden by an administrator/);
  assert.equal((await dialog()).element.querySelector(".hidden-notice"), null);
});

test("whether ratings may teach is asked of who shares", async () => {
  const { server, element } = await dialog({ ratings_teach: false });
  const choice = [...element.querySelectorAll("[role=switch]")].find(one => /rate/.test(one.parentElement.textContent));
  choice.checked = true;
  choice.dispatchEvent(new window.Event("change"));
  await settle(element);
  assert.deepEqual(server.asked, [{ ratings_teach: true }]);
});

test("where a widget can teach there is a link to collect what was rated, and looking it up waits until then", async () => {
  const { app, element } = await dialog({ graph: { widgets: [widget("s", "Story")] } });
  assert.equal(element.querySelector(".share-teach"), null);
  app.kinds = [{ name: "text", teaches: true }];
  element.requestUpdate();
  await settle(element);
  assert.equal(element.querySelector(".share-teach a").getAttribute("href"), "/models/teach/?app=app1");
});

test("nobody rates an app that only its owner may open, so nobody is asked", async () => {
  const { element } = await dialog({ visibility: "private" });
  assert.equal(element.querySelector("[role=switch]"), null);
});
