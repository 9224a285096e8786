// <use-chart>: one plot with its legend, and the same numbers as a table.
import { html } from "lit";
import { Element } from "../../element.js";
import { Plot } from "./plot.js";
import { dayName, exactly, rows, shaped } from "./shaping.js";

const WORDS = { tokens: "Tokens", images: "Pictures" };
const NOTHING = {
  tokens: "No model read or wrote anything in these days. Play an app, and what its models used shows here.",
  images: "No picture was drawn in these days. Play an app with an image widget, and it counts here.",
};

class UseChart extends Element {
  static properties = {
    by: {}, // "model" or "person"
    uses: { attribute: false }, // {days, series}
    unit: {},
    off: { state: true }, // numbers of the lines that are hidden
    day: { state: true }, // the place of the day that is pointed at
  };

  constructor() {
    super();
    this.off = new Set();
    this.day = null;
  }

  willUpdate(changed) {
    if (!changed.has("uses") && !changed.has("unit")) return;
    if (changed.has("uses")) this.off = new Set();
    this.chart = shaped(this.uses, this.unit);
    this.day = null;
  }

  render() {
    const title = `${WORDS[this.unit]} a day, by ${this.by}`;
    return html`<section class="chart" aria-label=${title}>
      <h3>${title}</h3>
      ${this.chart.lines.length ? this.#plot(title) : html`<p class="board-quiet">${NOTHING[this.unit]}</p>`}
    </section>`;
  }

  updated(changed) {
    if (changed.has("uses") || changed.has("unit")) this.#draw();
    this.plot?.show(this.#shown);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#clear();
  }

  get #shown() {
    return new Set(this.chart.lines.map(({ number }) => number).filter(number => !this.off.has(number)));
  }

  #plot(title) {
    return html`<div class="chart-plot" role="img" aria-label="${title}. The numbers are in the table beneath."></div>
      <p class="board-quiet">${this.day === null ? `All ${this.chart.days.length} days` : dayName(this.chart.days[this.day])}</p>
      <ul class="chart-legend">${this.chart.lines.map(line => this.#entry(line))}</ul>
      <details><summary>As a table</summary><div class="chart-table" tabindex="0" role="group" aria-label="${title}, day by day">${this.#table(title)}</div></details>`;
  }

  #entry(line) {
    const value = this.day === null ? line.total : line.values[this.day];
    return html`<li><label>
      <input type="checkbox" .checked=${!this.off.has(line.number)} @change=${() => this.#toggle(line.number)}>
      <svg class="chart-line chart-colour-${line.colour}" data-line=${line.number} viewBox="0 0 36 8" aria-hidden="true"><line x1="0" y1="4" x2="36" y2="4" stroke-dasharray=${line.dash.join(" ")}/></svg>
      <span class="chart-label">${line.number} ${line.label}</span> <b>${exactly(value)}</b>
    </label></li>`;
  }

  #table(title) {
    const { lines } = this.chart;
    return html`<table aria-label=${title}>
      <thead><tr><th scope="col">Day</th>${lines.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead>
      <tbody>${rows(this.chart).map(({ day, values }) => html`<tr><th scope="row">${dayName(day)}</th>${values.map(cell)}</tr>`)}</tbody>
      <tfoot><tr><th scope="row">All days</th>${lines.map(({ total }) => cell(total))}</tr></tfoot></table>`;
  }

  #toggle(number) {
    const off = new Set(this.off);
    if (!off.delete(number)) off.add(number);
    this.off = off;
  }

  #draw() {
    this.#clear();
    const place = this.querySelector(".chart-plot");
    if (!place) return;
    this.plot = new Plot(place, this.chart, {
      colour: ({ number }) => getComputedStyle(this.querySelector(`[data-line="${number}"]`)).color,
      ink: name => getComputedStyle(this).getPropertyValue(name),
      look: day => {
        this.day = day;
      },
    });
  }

  #clear() {
    this.plot?.close();
    this.plot = null;
  }
}

const cell = value => html`<td>${value ? exactly(value) : html`<span class="chart-zero">0</span>`}</td>`;

customElements.define("use-chart", UseChart);
