// <loss-curve>: how far off a model is, step by step, on what it learns from and on what is held out; drawn by uPlot.
import { html } from "lit";
import uPlot from "uplot";
import { Element } from "../element.js";
import { columns } from "./shaping.js";

const HEIGHT = 180; // CSS pixels
const WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000]; // steps between two marks

class LossCurve extends Element {
  static properties = { moments: { attribute: false } };

  render() {
    return html`<div class="curve" role="img" aria-label=${this.#said()}></div>
      <p class="curve-legend"><span><span class="curve-learned"></span>Examples it learns from</span> <span><span class="curve-held-out"></span>Examples held out</span></p>`;
  }

  updated(changed) {
    if (!this.drawn) this.#draw();
    else if (changed.has("moments")) this.drawn.setData(columns(this.moments));
  }

  connectedCallback() {
    super.connectedCallback();
    this.requestUpdate();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.sizes?.disconnect();
    this.drawn?.destroy();
    this.drawn = null;
  }

  #draw() {
    const place = this.querySelector(".curve");
    this.drawn = new uPlot(this.#options(place), columns(this.moments), place);
    this.sizes = new ResizeObserver(() => this.drawn?.setSize({ width: place.clientWidth, height: HEIGHT }));
    this.sizes.observe(place);
  }

  #options(place) {
    // As they look just now: a canvas does not know the colours of a theme by their names.
    const colour = selector => () => getComputedStyle(this.querySelector(selector)).color;
    const thin = { stroke: colour(".curve"), width: 1 };
    const axis = { stroke: colour(".curve-legend"), grid: thin, ticks: thin };
    return {
      width: place.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false }, y: { range: (_, least, most) => [Math.min(0, least ?? 0), (most ?? 1) * 1.1] } },
      axes: [
        { ...axis, label: "Steps", labelSize: 18, size: 30, incrs: WHOLE },
        { ...axis, label: "Loss: lower is better", labelSize: 18, size: 44 },
      ],
      series: [
        {},
        { stroke: colour(".curve-learned"), width: 1.5, spanGaps: true, points: { show: false } },
        { stroke: colour(".curve-held-out"), width: 2, spanGaps: true, points: { show: true, size: 5 } },
      ],
    };
  }

  #said() {
    const tried = this.moments.filter(([, , heldOut]) => heldOut !== null).map(([, , heldOut]) => heldOut.toFixed(2));
    return tried.length > 1
      ? `How far off it is on examples that are held out: ${tried[0]} at first, ${tried.at(-1)} now.`
      : "How far off it is, step by step.";
  }
}

customElements.define("loss-curve", LossCurve);
