// <quota-near>: says beside Play that a daily quota is nearly used up; nothing before.
import { Element } from "../element.js";
import { Observe } from "../state/observe.js";
import { drawLevel } from "./meter.js";

class QuotaNear extends Element {
  static properties = { quota: { attribute: false } };

  constructor() {
    super();
    new Observe(this, "quota");
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute("role", "status");
  }

  render() {
    return this.quota.near.map(([what, level]) => drawLevel(what, level));
  }
}

customElements.define("quota-near", QuotaNear);
