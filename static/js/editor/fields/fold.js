// A part of the settings that is folded away until it is wanted, or until something in it is wrong.
import { html, nothing } from "lit";
import { ref } from "lit/directives/ref.js";
import { isWrong } from "../fields.js";

/** Opens for what is wrong; only a hand closes it. */
function unfold(element, isNeeded) {
  if (element && isNeeded) element.open = true;
}

/** `fields` are those in it; `now` says beside the title how it is set. */
export function fold(at, title, body, { fields = [], now = "" } = {}) {
  const isNeeded = fields.some(field => isWrong(at, field));
  return html`<details class="fold" ${ref(element => unfold(element, isNeeded))}>
    <summary>${title}${now ? html`<span class="fold-now" dir="auto">${now}</span>` : nothing}</summary>
    <div class="fold-body">${body}</div>
  </details>`;
}
