// The settings of a select: its options, whether several may be chosen, and what is chosen at first.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { texts } from "../../state/given.js";
import { entries } from "../fields/entry-list.js";
import { about, check, idOf, select } from "../fields.js";

/** The default follows its option when that is renamed or removed. */
export function withOptions(settings, options) {
  const [before, chosen] = [texts(settings.options), texts(settings.default)];
  const gone = before.filter(option => !options.includes(option));
  const come = options.filter(option => !before.includes(option));
  const isRenamed = gone.length === 1 && come.length === 1 && before.length === options.length;
  const now = isRenamed ? chosen.map(option => (option === gone[0] ? come[0] : option)) : chosen;
  return { options, default: now.filter(option => options.includes(option)) };
}

/** Of several options only one stays the default where only one can be chosen. */
const withMany = (settings, many) => ({ many, default: texts(settings.default).slice(0, many ? undefined : 1) });

function initial(at) {
  const { many = false } = at.widget.settings;
  const [options, chosen] = [texts(at.widget.settings.options), texts(at.widget.settings.default)];
  if (!many) {
    const choices = [{ value: "", label: "None" }, ...options.map(option => ({ value: option, label: option }))];
    const one = { ...at, widget: { ...at.widget, settings: { default: chosen[0] ?? "" } } };
    const set = patch => at.set({ default: patch.default ? [patch.default] : [] });
    return select({ ...one, set }, "default", "Chosen at first", choices);
  }
  const switched = (option, isOn) => options.filter(one => (one === option ? isOn : chosen.includes(one)));
  return html`<fieldset class="field">
    <legend class="label">Chosen at first</legend>
    <div class="checks">${options.map(
      option => html`<label class="check"><input type="checkbox" name=${idOf(at, "default")}
        .checked=${live(chosen.includes(option))}
        @change=${event => at.set({ default: switched(option, event.target.checked) })}><span dir="auto">${option}</span></label>`,
    )}</div>
    ${about(at, "default")}
  </fieldset>`;
}

export const fields = at => html`
  ${entries(at, "options", "Options", {
    noun: "option",
    placeholder: "Add an option…",
    longest: 500,
    help: "Enter adds it. Paste many, one a line. Alt with an arrow moves an option up or down.",
    set: options => withOptions(at.widget.settings, options),
  })}
  <div class="checks">
    <label class="check">
      <input type="checkbox" .checked=${live(at.widget.settings.many ?? false)}
        @change=${event => at.set(withMany(at.widget.settings, event.target.checked))}>
      <span>Several can be chosen <small>They are used as a list with commas.</small></span>
    </label>
    ${check(at, "required", "Must be filled in", { value: true, help: "Widgets that use it wait for it." })}
  </div>
  ${texts(at.widget.settings.options).length ? initial(at) : nothing}
`;
