// What one chooses to collect of an app: a widget, what was rated of it, snapshots. Knows no page.
import { State } from "../state/state.js";

const amount = ({ thumbs, corrections, snapshots }) => thumbs + corrections + snapshots.length;

export class Collecting extends State {
  #number = 0; // of the app that was chosen last; what comes late of an earlier one is ignored

  constructor({ api }) {
    super();
    this.api = api;
    this.app = ""; // its id
    this.material = []; // as the API gives it, by widget
    this.busy = false;
    this.#pick("");
  }

  /** The material of the widget that is chosen. */
  get found() {
    return this.material.find(({ widget }) => widget === this.widget) ?? null;
  }

  /** Whether there is anything of any widget. */
  get isEmpty() {
    return !this.material.some(amount);
  }

  /** How many examples are chosen; of those that are the same only one is taken. */
  get count() {
    const { found, thumbs, corrections, snapshots } = this;
    if (!found) return 0;
    return (thumbs ? found.thumbs : 0) + (corrections ? found.corrections : 0) + snapshots.size;
  }

  /** What the API is asked for. */
  get asked() {
    const { widget, thumbs, corrections, snapshots } = this;
    return { widget, thumbs, corrections, snapshots: [...snapshots] };
  }

  /** Begins with the widget of which there is most. */
  async choose(app) {
    this.#number += 1;
    const number = this.#number;
    Object.assign(this, { app, material: [], busy: true });
    this.#pick("");
    this.say();
    try {
      const material = app ? await this.api.fetchExamples(app) : [];
      if (number === this.#number) this.#take(material);
    } finally {
      if (number === this.#number) this.busy = false;
      this.say();
    }
  }

  choosePart(widget) {
    this.#pick(widget);
    this.say();
  }

  /** `source`: "thumbs" or "corrections". */
  want(source, wanted) {
    this[source] = wanted;
    this.say();
  }

  wantSnapshot(id, wanted) {
    if (wanted) this.snapshots.add(id);
    else this.snapshots.delete(id);
    this.say();
  }

  #take(material) {
    this.material = material;
    this.#pick([...material].sort((one, other) => amount(other) - amount(one))[0]?.widget ?? "");
  }

  #pick(widget) {
    Object.assign(this, { widget, thumbs: true, corrections: true, snapshots: new Set() });
  }
}
