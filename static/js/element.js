// What every element of ours is: Lit without a shadow, so that one style sheet and one document serve them all.
import { LitElement } from "lit";

export class Element extends LitElement {
  createRenderRoot() {
    return this;
  }
}
