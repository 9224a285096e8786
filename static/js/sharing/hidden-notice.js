// What is said of an app that a moderator hid.
import { html } from "lit";
import { icon } from "../icons.js";

const TO_OWNER = `An administrator hid this app. Only you and administrators see it.
  Ask them what you should change, so that they show it again.`;
const TO_MODERATORS =
  "This app is hidden. Only its owner and administrators see it; it is shown again in the administration.";

export const hiddenNotice = ({ rights }) =>
  html`<p class="hidden-notice" role="note">
    ${icon("eye-off")}<span>${rights.edit ? TO_OWNER : TO_MODERATORS}</span>
  </p>`;
