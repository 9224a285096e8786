// “Only play when …”: another widget, what is asked of it, and the value to compare with.
import { html, nothing } from "lit";
import { fold as folded } from "../../graph/references.js";
import { texts } from "../../state/given.js";
import { line, select } from "../fields.js";
import { only } from "../references.js";
import { fold } from "./fold.js";
import { reference } from "./reference-field.js";

const ASKED = {
  filled: "is filled in",
  empty: "is empty",
  equals: "equals",
  differs: "differs from",
  contains: "contains",
};
const COMPARES = ["equals", "differs", "contains"];

const FIELDS = ["when", "when_is", "when_value"];

/** The values that a widget can have, where they are few; else null. */
export function valuesOf(widget) {
  const { options, on = "yes", off = "no" } = widget?.settings ?? {};
  if (widget?.kind === "select") return texts(options);
  return widget?.kind === "toggle" ? [on, off] : null;
}

/** The condition in words; "" when there is none. */
export function inWords({ when = "", when_is = "filled", when_value = "" }) {
  if (!when) return "";
  const value = COMPARES.includes(when_is) ? ` “${when_value}”` : "";
  return `${only(when) ?? when} ${ASKED[when_is] ?? when_is}${value}`;
}

function value(at, other) {
  const label = "This value";
  const { when_value: chosen = "" } = at.widget.settings;
  const values = at.widget.settings.when_is === "contains" ? null : valuesOf(other);
  if (!values) return line(at, "when_value", label, { help: "Capitals do not matter." });
  const all = values.includes(chosen) ? values : [chosen, ...values];
  const words = one => (values.includes(one) ? one : one ? `${one} (no longer offered)` : "Choose…");
  return select(
    at,
    "when_value",
    label,
    all.map(one => ({ value: one, label: words(one) })),
  );
}

export function condition(at) {
  const { when = "", when_is = "filled" } = at.widget.settings;
  const title = only(when);
  const other = title && at.app.graph.widgets.find(one => folded(one.title) === folded(title));
  const asked = Object.entries(ASKED).map(([name, label]) => ({ value: name, label }));
  const body = html`
    ${reference(at, "when", "Look at", {
      none: "Nothing: it always plays",
      own: "",
      help: when ? "Otherwise it stays empty, and what uses it plays without it." : "",
    })}
    ${when ? select(at, "when_is", "What is asked", asked, { value: "filled" }) : nothing}
    ${when && COMPARES.includes(when_is) ? value(at, other) : nothing}
  `;
  return fold(at, "Only play when…", body, { fields: FIELDS, now: inWords(at.widget.settings) });
}
