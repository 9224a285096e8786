// A board as lists of apps show it: each widget a box. The twin of templates/parts/map.html.
import { html, svg } from "lit";

/** `map` has [x, y, w, h, kind] of each widget. */
export const smallMap =
  map => html`<svg class="board-map" viewBox="-0.15 -0.1 12.3 6.4" preserveAspectRatio="xMidYMin slice"
    aria-hidden="true">
    <g transform="scale(1 0.36)">${map.map(box)}</g>
  </svg>`;

const box = ([x, y, w, h, kind]) =>
  svg`<rect class="map-${kind}" x=${x} y=${y} width=${w} height=${h} rx="0.4" ry="1.1"></rect>`;
