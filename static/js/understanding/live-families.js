// <live-families>: who looks at whom in each family of transformers: real weights where such a model is here, else what
// its kind allows.
import { html, nothing } from "lit";
import "../exploring/attention-map.js";
import { weightsOf } from "../exploring/looking.js";
import { mask } from "./calculating.js";
import { LivePiece } from "./live-piece.js";

const SAID = ["1st", "2nd", "3rd", "4th"]; // words that an encoder–decoder would say

const FAMILIES = {
  encoder: { title: "Encoder", about: "Reads both ways: every token sees the whole text." },
  text: { title: "Decoder", about: "Looks back only: what comes next is what it has to guess." },
  seq2seq: {
    title: "Encoder–decoder",
    about: "One half writes (rows) while it looks at all that the other half read (columns).",
  },
};

class LiveFamilies extends LivePiece {
  /** Without any model there are still the masks. */
  render() {
    return html`<div class="family-maps">${Object.keys(FAMILIES).map(family => this.#family(family))}</div>`;
  }

  #family(family) {
    const { title, about } = FAMILIES[family];
    const look = this.reading.looks[family];
    return html`<figure class="family-map" aria-label=${title} aria-busy=${Boolean(look?.isRunning)}><h3>${title}</h3><p>${about}</p>
      ${this.#map(family, look)}
      <figcaption class="help">${this.#said(family, look)}</figcaption></figure>`;
  }

  #map(family, look) {
    if (look && !look.inside) return nothing;
    const { rows, columns, weights } = look ? look.inside.maps[0] : this.#allowed(family);
    return html`<attention-map heading="${FAMILIES[family].title}, token by token" .rows=${rows} .columns=${columns}
      .weights=${weightsOf({ weights }, null)}></attention-map>`;
  }

  #allowed(family) {
    const columns = this.reading.inside?.tokens ?? this.reading.text.split(" ");
    const rows = family === "seq2seq" ? SAID : columns;
    return { rows, columns, weights: mask(rows.length, columns.length, family === "text") };
  }

  #said(family, look) {
    if (!look) return "No such model is installed, so every square is full that its kind may look at.";
    if (look.failure) return look.failure;
    if (!look.inside) return "The model is reading…";
    return `${this.reading.models[family].title}: real weights of layer ${look.inside.layer + 1}, the mean of its heads.`;
  }
}

customElements.define("live-families", LiveFamilies);
