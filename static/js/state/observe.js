// Redraws a Lit element whenever a state that it holds in a property says `change`.

export class Observe {
  /** `names`: properties of the host that hold an EventTarget, such as "app" and "run". */
  constructor(host, ...names) {
    this.host = host;
    this.names = names;
    this.observed = new Map();
    this.redraw = () => host.requestUpdate();
    host.addController(this);
  }

  hostConnected() {
    this.#follow();
  }

  hostUpdate() {
    this.#follow();
  }

  hostDisconnected() {
    for (const state of this.observed.values()) state?.removeEventListener("change", this.redraw);
    this.observed.clear();
  }

  #follow() {
    for (const name of this.names) {
      const [old, now] = [this.observed.get(name), this.host[name]];
      if (old === now) continue;
      old?.removeEventListener("change", this.redraw);
      now?.addEventListener("change", this.redraw);
      this.observed.set(name, now);
    }
  }
}
