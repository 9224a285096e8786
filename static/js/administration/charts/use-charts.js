// <use-charts>: who used what in the last days, by model and by person.
import { html, nothing } from "lit";
import { Element } from "../../element.js";
import { Observe } from "../../state/observe.js";
import "./use-chart.js";
import { SPANS, UNITS } from "./uses.js";

const WORDS = { tokens: "Tokens", images: "Pictures" };

class UseCharts extends Element {
  static properties = { uses: { attribute: false } };

  constructor() {
    super();
    new Observe(this, "uses");
  }

  render() {
    const { unit, days, charts, failure } = this.uses;
    return html`<h2>Who uses what</h2>
      <div class="chart-switches">
        <div role="group" aria-label="What is counted">${UNITS.map(one => switched(WORDS[one], one === unit, () => this.uses.choose(one)))}</div>
        <div role="group" aria-label="How long">${SPANS.map(one => switched(`${one} days`, one === days, () => this.uses.look(one)))}</div>
      </div>
      ${failure ? html`<p class="board-notice" role="alert">${failure} Reload the page to try again.</p>` : nothing}
      <div class="board-charts" aria-busy=${!charts && !failure}>
        ${charts ? html`<use-chart by="model" .uses=${charts.model} .unit=${unit}></use-chart><use-chart by="person" .uses=${charts.person} .unit=${unit}></use-chart>` : nothing}
      </div>`;
  }
}

const switched = (words, isOn, act) =>
  html`<button type="button" class="button" aria-pressed=${isOn} @click=${act}>${words}</button>`;

customElements.define("use-charts", UseCharts);
