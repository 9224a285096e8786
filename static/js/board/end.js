// Follows the end of what grows in a box that scrolls, as long as the reader is there.

const NEAR = 32; // pixels from the end that still count as being there

export class End {
  #watched = null;
  #isThere = true;
  #top = 0; // where the box was scrolled to last
  #resized = null;

  /** A Lit controller. `box()` is what scrolls, once `host` was drawn; its first child is what grows. */
  constructor(host, box) {
    this.box = box;
    host.addController(this);
  }

  hostUpdated() {
    const box = this.box();
    if (box === this.#watched) return;
    this.hostDisconnected();
    this.#watched = box;
    if (!box) return;
    this.#resized = new ResizeObserver(() => this.#follow());
    this.#resized.observe(box);
    this.#resized.observe(box.firstElementChild);
    box.addEventListener("scroll", this.#onScroll, { passive: true });
  }

  hostDisconnected() {
    this.#resized?.disconnect();
    this.#watched?.removeEventListener("scroll", this.#onScroll);
    this.#watched = null;
  }

  /** To the end, wherever the reader is. */
  go() {
    this.#isThere = true;
    this.#follow();
  }

  /** Only going up is leaving: what was added since the last frame may also put the end further away. */
  #onScroll = () => {
    const { scrollHeight, scrollTop, clientHeight } = this.#watched;
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.#isThere = true;
    else if (scrollTop < this.#top) this.#isThere = false;
    this.#top = scrollTop;
  };

  #follow() {
    if (this.#isThere) this.#watched.scrollTop = this.#watched.scrollHeight;
  }
}
