// Who used what, as the page shows it: in which unit, of how many days. Knows no page; the server is the `api` that is handed in.
import { State } from "../../state/state.js";

export const UNITS = ["tokens", "images"];
export const SPANS = [7, 30, 90]; // days

export class Uses extends State {
  constructor({ api }) {
    super();
    this.api = api;
    this.unit = "tokens";
    this.days = 30;
    this.charts = null; // {model, person}, each {days, series}; null until they came
    this.failure = "";
  }

  choose(unit) {
    this.unit = unit;
    this.say();
  }

  /** Asks for the last so many days. Of two answers that overlap the one to what is still asked for counts. */
  async look(days = this.days) {
    this.days = days;
    this.say();
    try {
      const [model, person] = await Promise.all(["model", "person"].map(by => this.api.fetchUses({ days, by })));
      if (days === this.days) Object.assign(this, { charts: { model, person }, failure: "" });
    } catch (error) {
      if (days === this.days) this.failure = error.message;
    }
    this.say();
  }
}
