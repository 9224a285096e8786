// The picker of widgets that opens after an @.
import { playing } from "../board/kinds/index.js";
import { beginning, choices, chosen } from "./references.js";

/** A source of completions for the texts of the widget `id`. */
export const picker = (app, id) => context => {
  const line = context.state.doc.lineAt(context.pos);
  const start = beginning(line.text.slice(0, context.pos - line.from));
  if (!start) return null;
  const found = choices(app().graph, id, start.query);
  if (!found.length) return null;
  return { from: line.from + start.from, filter: false, options: found.map(option) };
};

function option({ widget, title, circle }) {
  return {
    label: title,
    detail: circle ? "waits for this one" : playing(widget.kind).name,
    circle,
    apply: (view, _, from, to) => {
      const next = chosen(view.state.sliceDoc(to, to + 1), title);
      view.dispatch({
        changes: { from, to: to + next.eats, insert: next.insert },
        selection: { anchor: from + next.insert.length },
        userEvent: "input.complete",
      });
    },
  };
}
