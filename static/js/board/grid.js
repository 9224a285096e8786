// The grid of 12 columns: gridstack, told where things stand and saying what was dragged.
// Knows no widgets: items are elements by id. All of gridstack's styling goes through the CSSOM, as the CSP wants.
import { GridStack } from "gridstack";
import { COLUMNS, sameLayout } from "../state/places.js";

const ROW = 48; // px; with the gap in it
const GAP = 16; // px between cards
const LEAST = 2; // cells, in both directions, that dragging a handle leaves
const ASIDE = 2000; // rows: below everything

export class Grid {
  #stack;
  #items = new Map();
  #isPlacing = false;

  /** Whether somebody is dragging or resizing something just now: nothing else may be placed then. */
  isHeld = false;

  /**
   * `moved(id, layouts)` is called after somebody dragged or resized `id`; `layouts` of all items, by id.
   * `released()` is called when somebody let go, whether or not anything moved.
   */
  constructor(host, { moved, released }) {
    this.host = host;
    this.#stack = GridStack.init(
      {
        column: COLUMNS,
        cellHeight: ROW,
        margin: GAP / 2,
        mode: "float",
        animate: false,
        staticGrid: true,
        resizable: { handles: "se,sw,e,w,s" },
        draggable: { cancel: "input,textarea,button,select" },
      },
      host,
    );
    let dragged = null;
    this.#stack.on("dragstart resizestart", (_, item) => {
      dragged = item.gridstackNode.id;
      this.isHeld = true;
    });
    this.#stack.on("dragstop resizestop", () => {
      this.isHeld = false;
      released();
    });
    this.#stack.on("change", () => {
      if (!this.#isPlacing) moved(dragged, this.layouts);
    });
  }

  get layouts() {
    const nodes = this.#stack.engine.nodes.map(({ id, x, y, w, h }) => [id, { x, y, w, h }]);
    return Object.fromEntries(nodes);
  }

  get ids() {
    return [...this.#items.keys()];
  }

  item(id) {
    return this.#items.get(id);
  }

  add(id, layout, content) {
    const item = document.createElement("div");
    item.className = "grid-stack-item";
    const inner = document.createElement("div");
    inner.className = "grid-stack-item-content";
    inner.append(content);
    item.append(inner);
    this.host.append(item);
    this.#items.set(id, item);
    this.#quietly(() => this.#stack.makeWidget(item, { id, ...layout, minW: LEAST, minH: LEAST, ...least(layout) }));
    return item;
  }

  remove(id) {
    this.#quietly(() => this.#stack.removeWidget(this.#items.get(id)));
    this.#items.delete(id);
  }

  /** Puts items where `layouts` says, whatever stood there: what moves is lifted out of the way first. */
  place(layouts) {
    const now = this.layouts;
    const ids = Object.keys(layouts).filter(id => !sameLayout(layouts[id], now[id]));
    if (!ids.length) return;
    this.#quietly(() => {
      this.#stack.batchUpdate();
      ids.forEach((id, index) => {
        this.#stack.update(this.item(id), { x: 0, y: ASIDE + index * 100 });
      });
      for (const id of ids) this.#stack.update(this.item(id), { ...layouts[id], ...least(layouts[id]) });
      this.#stack.batchUpdate(false);
    });
  }

  /** Moves one item as a hand would, pushing others out of its way; `moved` hears of it. */
  push(id, layout) {
    this.#quietly(() => this.#stack.update(this.item(id), layout));
    return this.layouts;
  }

  setMovable(isMovable) {
    this.#stack.setStatic(!isMovable);
    this.#stack.setAnimation(isMovable);
  }

  destroy() {
    this.#stack.destroy(false);
  }

  #quietly(act) {
    this.#isPlacing = true;
    try {
      act();
    } finally {
      this.#isPlacing = false;
    }
  }
}

/** Items that were made smaller than a handle allows stay so. */
const least = ({ w, h }) => ({ minW: Math.min(LEAST, w), minH: Math.min(LEAST, h) });
