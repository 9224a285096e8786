// What is used of somebody's daily quota, as far as this page knows: asked again when work that counts has ended.

import { State } from "../state/state.js";
import { isNear, levelsOf } from "./words.js";

export class Quota extends State {
  /** `levels` and the answers of `api.fetchQuota` are as GET /api/quota answers. */
  constructor({ api, levels }) {
    super();
    Object.assign(this, { api, levels });
  }

  /** [[what, level]] of what is nearly or wholly used up. */
  get near() {
    return levelsOf(this.levels).filter(([, level]) => level && isNear(level));
  }

  /** Looks again whenever the work of `state` ends, or is refused. */
  follow(state, isBusy) {
    let was = isBusy();
    state.addEventListener("change", () => {
      const is = isBusy();
      if (was && !is) this.refresh();
      was = is;
    });
  }

  /** Where there is no limit nobody is asked. While the server is away what is known stays. */
  async refresh() {
    if (!levelsOf(this.levels).length) return;
    this.levels = await this.api.fetchQuota().catch(() => this.levels);
    this.say();
  }
}
