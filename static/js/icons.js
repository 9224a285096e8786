// Icons are masks in static/css/icons.css: one line there for each name that is used.
import { html } from "lit";

export const icon = name => html`<span class="icon icon-${name}" aria-hidden="true"></span>`;
