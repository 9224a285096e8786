// <graph-map>: the widgets and what refers to what, drawn. Lit up as it runs; a node leads back to its card.
import { html, nothing, svg } from "lit";
import { focusCard } from "../board/focus.js";
import { playing } from "../board/kinds/index.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { narrow } from "../narrow.js";
import { Observe } from "../state/observe.js";
import { layOut, path } from "./layout.js";

const STATES = {
  waiting: "waiting",
  queued: "up next",
  running: "writing…",
  done: "ready",
  failed: "failed",
  skipped: "skipped",
  cancelled: "stopped",
};

class GraphMap extends Element {
  static properties = { app: { attribute: false }, run: { attribute: false } };

  #drawn = {}; // the last layout, of which graph, how wide

  constructor() {
    super();
    new Observe(this, "app", "run");
  }

  connectedCallback() {
    super.connectedCallback();
    narrow.addEventListener("change", this.#onWidth);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    narrow.removeEventListener("change", this.#onWidth);
  }

  render() {
    if (!this.app.graph.widgets.length)
      return html`<div class="empty">${icon("workflow")}<p>There is nothing to draw yet. Add widgets on the board.</p></div>`;
    const { width, height, nodes, edges } = this.#layout();
    return html`<div class="map" role="group" aria-label="Map of the app" tabindex="-1">
        <svg class="map-drawing" width=${width} height=${height} viewBox="0 0 ${width} ${height}">
          <defs>
            <marker id="arrow" class="map-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
              <path d="M 0.5 0.5 L 7 4 L 0.5 7.5"></path>
            </marker>
          </defs>
          <g aria-hidden="true">${edges.map(edge => this.#edge(edge))}</g>
          ${nodes.map(node => this.#node(node))}
        </svg>
      </div>
      ${this.#inWords(edges)}`;
  }

  #layout() {
    const isNarrow = narrow.matches;
    if (this.#drawn.graph !== this.app.graph || this.#drawn.isNarrow !== isNarrow)
      this.#drawn = { graph: this.app.graph, isNarrow, layout: layOut(this.app.graph, isNarrow) };
    return this.#drawn.layout;
  }

  /** The same states as on the cards. */
  #status(id) {
    const { state, stale, missing } = this.run.status(id);
    if (stale) return { state: "stale", words: "out of date" };
    if (missing.length && state === "idle") return { state: "lacking", words: "needs input" };
    return { state, words: STATES[state] ?? "" };
  }

  #edge({ from, to, points }) {
    const flows = this.#status(to).state === "running" ? "is-running" : "";
    const touches = this.app.selected && [from, to].includes(this.app.selected) ? "is-near" : "";
    return svg`<path class="map-edge ${flows} ${touches}" d=${path(points)} marker-end="url(#arrow)"></path>`;
  }

  #node({ id, x, y, width, height }) {
    const widget = this.app.widget(id);
    const kind = playing(widget.kind);
    const plays = this.app.kinds.find(one => one.name === widget.kind)?.plays;
    const { state, words } = plays ? this.#status(id) : { state: "idle", words: "" };
    const problem = this.app.problemsOf(id)[0]?.message;
    const classes = `map-node kind-${widget.kind} is-${state}${problem ? " has-problem" : ""}`;
    return svg`<foreignObject x=${x - 4} y=${y - 4} width=${width + 8} height=${height + 8}>${html`
      <button class=${classes} type="button" title=${problem ?? widget.title} aria-current=${this.app.selected === id}
        @click=${() => this.#go(id)}>
        ${icon(kind.icon)}
        <span class="map-title" dir="auto">${widget.title}</span>
        <span class="map-state">${words || kind.name}${problem ? html`<span class="visually-hidden">, ${problem}</span>` : nothing}</span>
      </button>`}</foreignObject>`;
  }

  /** The drawing for those who do not see it. */
  #inWords(edges) {
    const title = id => this.app.widget(id).title;
    if (!edges.length) return html`<p class="map-alone">No widget refers to another yet.</p>`;
    return html`<div class="visually-hidden">
      <h2>What refers to what</h2>
      <ul>${edges.map(({ from, to }) => html`<li>${title(to)} uses ${title(from)}</li>`)}</ul>
    </div>`;
  }

  #go(id) {
    this.app.setView("board");
    if (this.app.mode === "edit") this.app.select(id);
    focusCard(id);
  }

  #onWidth = () => this.requestUpdate();
}

customElements.define("graph-map", GraphMap);
