// Draws the body of a card of some kind, in a state.
import "../../dom.js";

const { render } = await import("lit");

const REST = {
  ...{ state: "idle", value: "", files: [], finish: null, usage: null, failure: null },
  ...{ problem: null, mend: [], missing: [], waitsFor: [], blockedBy: [], stale: false },
};

/** `more` goes into `at`, as a card hands it to its kind. */
export const at = (status = {}, settings = {}, more = {}) => ({
  widget: { id: "w", title: "Story", kind: "text", settings },
  status: { ...REST, ...status },
  label: "title-w",
  again: () => {},
  ...more,
});

/** The body as an element. */
export function drawn(kind, one) {
  const place = document.createElement("div");
  render(kind.body(one), place);
  return place;
}

export const words = element => element.textContent.replace(/\s+/g, " ").trim();
