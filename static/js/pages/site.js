// On every page: the switch between light and dark, menus that close when one looks elsewhere, what is used of the quota in
// that of the account, and how much of the page a keyboard on the screen covers.

import "../composer/inspire.js";
import { closeMenus, pressInMenu } from "../menus.js";
import { showQuota } from "../quota/account.js";
import { fetchQuota } from "../state/api.js";

const root = document.documentElement;
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemIsDark.matches);

function markTheme() {
  root.classList.toggle("is-dark", isDark());
}

function switchTheme() {
  root.dataset.theme = isDark() ? "light" : "dark";
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch {
    // Storage may be forbidden; the choice lasts as long as the page.
  }
  markTheme();
}

/** For browsers that lay the keyboard over the page (`interactive-widget` is not known to all): --keyboard, in px. */
function measureKeyboard() {
  const { scale, offsetTop, height } = window.visualViewport;
  const covered = scale > 1 ? 0 : Math.max(root.clientHeight - offsetTop - height, 0);
  root.style.setProperty("--keyboard", `${Math.round(covered)}px`);
}

window.visualViewport?.addEventListener("resize", measureKeyboard);
window.visualViewport?.addEventListener("scroll", measureKeyboard);
systemIsDark.addEventListener("change", markTheme);
markTheme();
document.querySelector("[data-theme-switch]")?.addEventListener("click", switchTheme);
document.addEventListener("click", event => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", pressInMenu);

const account = document.querySelector("[data-account]");
if (account) showQuota(account, fetchQuota);
