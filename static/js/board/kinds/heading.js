// How a heading plays: its title, large, and what stands under it.
import { html, nothing } from "lit";

export const icon = "heading";
export const name = "Heading";

export function body({ widget }) {
  const { text = "", line = true } = widget.settings;
  return html`${text.trim() ? html`<p class="heading-text" dir="auto">${text}</p>` : nothing}
    ${line ? html`<hr class="heading-line">` : nothing}`;
}

export const mark = () => "";
