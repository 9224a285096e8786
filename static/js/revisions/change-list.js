// <change-list>: what differs between two versions, widget by widget; in texts, word by word.
import { html, nothing } from "lit";
import { playing } from "../board/kinds/index.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { shortened } from "./shortening.js";

const SAID = { added: "was added", removed: "was removed", moved: "was moved" };

class ChangeList extends Element {
  static properties = { found: { attribute: false } };

  render() {
    if (!this.found) return nothing;
    if (!this.found.length) return html`<p class="panel-hint">Nothing differs.</p>`;
    const widgets = Map.groupBy(this.found, ({ widget }) => widget);
    return html`<ul class="changes">${[...widgets.values()].map(differences => this.#widget(differences))}</ul>`;
  }

  #widget(differences) {
    const [{ title, kind }] = differences;
    return html`<li>
      <p class="changes-title">${icon(playing(kind).icon)}<strong dir="auto">${title}</strong></p>
      ${differences.map(difference => this.#difference(difference))}
    </li>`;
  }

  #difference({ change, name, before, after, words }) {
    if (SAID[change]) return html`<p class="changes-said">${SAID[change]}</p>`;
    if (change === "renamed") return html`<p class="changes-said" dir="auto">was called ${this.#was(before)}</p>`;
    return html`<p class="changes-said">${name}</p>
      <p class="diff" dir="auto">${words.length ? shortened(words).map(piece => this.#piece(piece)) : this.#values(before, after)}</p>`;
  }

  #values(before, after) {
    return html`${before ? this.#was(before) : nothing} ${after ? this.#is(after) : nothing}`;
  }

  #piece({ change, text }) {
    if (change === "same") return text;
    return change === "removed" ? this.#was(text) : this.#is(text);
  }

  #was(text) {
    return html`<del><span class="visually-hidden">[removed: </span>${text}<span class="visually-hidden">]</span></del>`;
  }

  #is(text) {
    return html`<ins><span class="visually-hidden">[added: </span>${text}<span class="visually-hidden">]</span></ins>`;
  }
}

customElements.define("change-list", ChangeList);
