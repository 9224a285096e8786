// <quota-near>: says beside Play that a daily quota is nearly used up, of what can be played there; nothing before.
import { Element } from "../element.js";
import { Observe } from "../state/observe.js";
import { drawLevel } from "./meter.js";

class QuotaNear extends Element {
  /** `tokens` and `images`: whether what can be played takes any. */
  static properties = { quota: { attribute: false }, tokens: { type: Boolean }, images: { type: Boolean } };

  constructor() {
    super();
    new Observe(this, "quota");
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute("role", "status");
  }

  render() {
    return this.quota.near.filter(([what]) => this[what]).map(([what, level]) => drawLevel(what, level));
  }
}

customElements.define("quota-near", QuotaNear);
