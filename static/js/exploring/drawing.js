// What is drawn of tokens and shares wherever one looks into a model.
import { html } from "lit";
import { percent, visible } from "./looking.js";

/** Tokens, one of which is chosen. */
export const strip = (tokens, chosen, choose, label = "Tokens") =>
  html`<div class="token-strip" role="group" aria-label=${label}>
    ${tokens.map(
      (token, at) => html`<button class="token" type="button" aria-pressed=${at === chosen}
        @click=${() => choose(at)}>${visible(token)}</button>`,
    )}
  </div>`;

/** How much each has, of 1: [[token, share], …]. `said` is how a share reads, `more` the class of its row. */
export const bars = (entries, said = percent, more = () => "") =>
  html`<ul class="token-bars">${entries.map(
    ([token, share]) => html`<li class=${more(share)}><span class="token-name">${visible(token)}</span>
      <meter min="0" max="1" value=${share}>${said(share)}</meter><span class="token-share">${said(share)}</span></li>`,
  )}</ul>`;
