// Lines over days, drawn by uPlot; nobody else knows uPlot. Its colours are asked for at each drawing, for the theme may change.
import uPlot from "uplot";
import { columns, dayName, peak, shortly } from "./shaping.js";

const HEIGHT = 260; // CSS pixels
const HEADROOM = 1.15; // for the numbers above the highest points
const WHOLE = Array.from({ length: 12 }, (_, zeros) => [1, 2, 5].map(digit => digit * 10 ** zeros)).flat(); // the smallest first
const DAYS_APART = [1, 2, 5, 7, 10, 15, 30];

export class Plot {
  /**
   * `colour(line)` and `ink(name)` give CSS colours: of a line, and of a property of the theme.
   * `look(index)` hears which day is pointed at, null where none is.
   */
  constructor(place, chart, { colour, ink, look }) {
    Object.assign(this, { place, chart, colour, ink });
    this.drawn = new uPlot(this.#options(look), columns(chart), place);
    this.sizes = new ResizeObserver(() => this.drawn.setSize({ width: place.clientWidth, height: HEIGHT }));
    this.sizes.observe(place);
    this.theme = new MutationObserver(this.#redraw);
    this.theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.dark.addEventListener("change", this.#redraw);
  }

  /** Shows the lines with these numbers and hides the others. */
  show(numbers) {
    this.chart.lines.forEach((line, index) => {
      const show = numbers.has(line.number);
      if (this.drawn.series[index + 1].show !== show) this.drawn.setSeries(index + 1, { show });
    });
  }

  close() {
    this.sizes.disconnect();
    this.theme.disconnect();
    this.dark.removeEventListener("change", this.#redraw);
    this.drawn.destroy();
  }

  #redraw = () => this.drawn.redraw(false);

  #options(look) {
    const { days, lines } = this.chart;
    const axis = { stroke: () => this.ink("--body-quiet-color"), grid: this.#thin(), ticks: this.#thin() };
    return {
      width: this.place.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false, setScale: false } },
      scales: { x: { time: false, range: [-0.5, days.length - 0.5] }, y: { range: (_, __, most) => [0, top(most)] } },
      axes: [
        {
          ...axis,
          incrs: DAYS_APART,
          values: (_, places) => places.map(place => (days[place] ? dayName(days[place]) : "")),
        },
        { ...axis, incrs: WHOLE, size: 56, values: (_, values) => values.map(shortly) },
      ],
      series: [{}, ...lines.map(line => this.#series(line))],
      hooks: { draw: [() => this.#number()], setCursor: [({ cursor }) => look(cursor.idx ?? null)] },
    };
  }

  #thin() {
    return { stroke: () => this.ink("--border-color"), width: 1 };
  }

  #series(line) {
    return { label: line.label, stroke: () => this.colour(line), width: 2, dash: line.dash };
  }

  /** Each line has its number at its peak, for those who do not tell it by its colour. */
  #number() {
    const { ctx, series } = this.drawn;
    const scale = uPlot.pxRatio;
    ctx.save();
    ctx.font = `bold ${11 * scale}px sans-serif`;
    ctx.textAlign = "center";
    ctx.fillStyle = this.ink("--body-fg");
    this.chart.lines.forEach((line, index) => {
      if (!series[index + 1].show) return;
      const at = peak(line.values);
      const [x, y] = [this.drawn.valToPos(at, "x", true), this.drawn.valToPos(line.values[at], "y", true)];
      ctx.fillText(line.number, x, y - 7 * scale);
    });
    ctx.restore();
  }
}

const top = most => Math.max(1, (most ?? 0) * HEADROOM);
