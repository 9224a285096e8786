// What all states have in common: they say `change`. Knows nothing of what they hold.

export class State extends EventTarget {
  #announced = false;

  /** Several changes in one go are said once, when they are all done. */
  say() {
    if (this.#announced) return;
    this.#announced = true;
    queueMicrotask(() => {
      this.#announced = false;
      this.dispatchEvent(new Event("change"));
    });
  }
}
