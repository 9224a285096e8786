// <company-mark>: who else has the app open for editing just now.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { Observe } from "../state/observe.js";
import { list } from "../words.js";

/** Oneself may be there too, on another page: {others, user} → words. */
export function inWords(others, username) {
  const strangers = others.filter(name => name !== username);
  const all = others.includes(username) ? [...strangers, "you, on another page"] : strangers;
  return all.length ? `Also editing: ${list(all)}` : "";
}

class CompanyMark extends Element {
  static properties = { together: { attribute: false }, username: {} };

  constructor() {
    super();
    new Observe(this, "together");
  }

  render() {
    if (!this.together) return nothing;
    const words = inWords(this.together.others, this.username);
    return html`<span class="company" role="status" title=${words}>
      ${words ? html`${icon("users")}<span class="company-words">${words}</span>` : nothing}
    </span>`;
  }
}

customElements.define("company-mark", CompanyMark);
