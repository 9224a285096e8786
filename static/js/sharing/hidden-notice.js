// What is said of an app that a moderator hid.
import { html } from "lit";
import { icon } from "../icons.js";

const HIDDEN = `An administrator hid this app, and only you see it.
  Ask them what you should change; only they can show it again.`;

export const hiddenNotice = () =>
  html`<p class="hidden-notice" role="note">${icon("eye-off")}<span>${HIDDEN}</span></p>`;
