// Rows that one puts in order: the buttons at the end of each, and the keys that do the same. Knows not what is in them.
import { html, nothing } from "lit";
import { icon } from "../../icons.js";

/** `list` with the one at `from` put at `to`. */
export function moved(list, from, to) {
  const others = list.filter((_, index) => index !== from);
  return [...others.slice(0, to), list[from], ...others.slice(to)];
}

/** Alt with an arrow moves a row: by -1 or 1; 0 for every other key. */
export const step = ({ key, altKey }) => (altKey ? ({ ArrowUp: -1, ArrowDown: 1 }[key] ?? 0) : 0);

/** `name` is what the row is called aloud; without `move` rows keep an order of their own. */
export function rowButtons({ index, count, name, move = null, remove }) {
  const button = (symbol, words, isOff, act) =>
    html`<button class="icon-button small" type="button" title=${words} aria-label="${words}: ${name}"
      aria-disabled=${isOff} @click=${() => isOff || act()}>${icon(symbol)}</button>`;
  return html`<span class="row-buttons">
    ${
      move
        ? html`${button("chevron-up", "Move up", index === 0, () => move(index, index - 1))}
          ${button("chevron-down", "Move down", index === count - 1, () => move(index, index + 1))}`
        : nothing
    }
    ${button("x", "Remove", false, () => remove(index))}
  </span>`;
}
