// The button that makes a copy of one's own: a plain form, so that guests are led to sign up and back.
import { html } from "lit";
import { icon } from "../icons.js";
import { token } from "../state/api.js";

export const remixButton = (
  app,
  { label, style },
) => html`<form class="remix" method="post" action="/apps/${app.id}/remix">
    <input type="hidden" name="csrfmiddlewaretoken" value=${token()}>
    <button class=${style} type="submit" title=${TITLE}>
      ${icon("git-fork")}<span class="label-wide">${label}</span>
    </button>
  </form>`;

const TITLE = "Make a copy of your own, to change as you like";
