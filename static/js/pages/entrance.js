// The door of an app that asks for a password: right, and the page is loaded anew; wrong, and it says so.
import { enterApp } from "../state/api.js";

const form = document.querySelector(".entrance-form");
const box = form.elements.password;
const button = form.querySelector("button");
const said = document.getElementById("door-error");

function refuse(message) {
  said.textContent = message;
  box.setAttribute("aria-invalid", "true");
  box.select();
}

async function enter() {
  said.textContent = "";
  button.disabled = true;
  try {
    await enterApp(form.dataset.app, { password: box.value });
    location.reload();
  } catch (error) {
    refuse(error.message);
  } finally {
    button.disabled = false;
  }
}

form.addEventListener("submit", event => {
  event.preventDefault();
  enter();
});
