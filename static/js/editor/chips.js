// References drawn as chips in CodeMirror: one step for the cursor, one press to delete. Red where no such widget is.
import { Facet } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType } from "@codemirror/view";
import { chips } from "./references.js";

/** The titles of the widgets there are. */
const titles = Facet.define({ combine: values => values[0] ?? [] });

class Chip extends WidgetType {
  constructor(title, isKnown) {
    super();
    Object.assign(this, { title, isKnown });
  }

  eq(other) {
    return other.title === this.title && other.isKnown === this.isKnown;
  }

  toDOM() {
    const chip = document.createElement("span");
    chip.className = this.isKnown ? "chip" : "chip is-dangling";
    chip.textContent = this.title;
    const words = this.isKnown ? "Replaced by what this widget holds" : `No widget is called “${this.title}”`;
    chip.title = words;
    chip.setAttribute("aria-label", `@${this.title}${this.isKnown ? "" : `, ${words}`}`);
    return chip;
  }

  ignoreEvent() {
    return false;
  }
}

function draw(state) {
  const found = chips(state.doc.toString(), state.facet(titles));
  return Decoration.set(
    found.map(({ from, to, title, isKnown }) =>
      Decoration.replace({ widget: new Chip(title, isKnown) }).range(from, to),
    ),
  );
}

const drawing = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = draw(view.state);
    }

    update({ state, startState, docChanged }) {
      if (docChanged || state.facet(titles) !== startState.facet(titles)) this.decorations = draw(state);
    }
  },
  {
    decorations: plugin => plugin.decorations,
    provide: plugin => EditorView.atomicRanges.of(view => view.plugin(plugin)?.decorations ?? Decoration.none),
  },
);

export const referenceChips = known => [titles.of(known), drawing];
