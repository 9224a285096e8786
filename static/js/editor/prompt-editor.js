// <prompt-editor>: a text with references, in CodeMirror. What is typed goes to the app at once; what changes elsewhere
// (a renamed widget, undo) comes back without moving the cursor more than it must.
import { autocompletion, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { Annotation, Compartment, EditorState, Transaction } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { ReactiveElement } from "lit";
import { Observe } from "../state/observe.js";
import { toast } from "../toast.js";
import { referenceChips } from "./chips.js";
import { limited } from "./limit.js";
import { picker } from "./picker.js";
import { difference } from "./references.js";

const External = Annotation.define();

const nonce = () => document.querySelector('meta[name="csp-nonce"]')?.content ?? "";

const notTooLong = limited({
  isExempt: change => Boolean(change.annotation(External)),
  say: words => toast(words, { bad: true }),
});

class PromptEditor extends ReactiveElement {
  static properties = {
    app: { attribute: false },
    widgetId: { attribute: false },
    field: { attribute: false },
    label: { attribute: false },
    placeholder: { attribute: false },
  };

  #view = null;
  #chips = new Compartment();
  #titles = [];

  constructor() {
    super();
    new Observe(this, "app");
  }

  /** The inside belongs to CodeMirror alone. */
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.requestUpdate();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#view?.destroy();
    this.#view = null;
  }

  updated() {
    if (!this.isConnected || !this.app.widget(this.widgetId)) return;
    if (this.#view) this.#follow();
    else this.#open();
  }

  focus() {
    this.#view?.focus();
    this.#view?.dispatch({ selection: { anchor: this.#view.state.doc.length } });
  }

  /** Writes an @ where the cursor is, and opens the picker. */
  offer() {
    const view = this.#view;
    const { from, to } = view.state.selection.main;
    const space = /[\w\\]$/u.test(view.state.sliceDoc(0, from)) ? " @" : "@";
    view.focus();
    view.dispatch({
      changes: { from, to, insert: space },
      selection: { anchor: from + space.length },
      userEvent: "input.type",
    });
    startCompletion(view);
  }

  get #text() {
    return this.app.widget(this.widgetId).settings[this.field] ?? "";
  }

  #open() {
    this.#titles = this.#known();
    this.#view = new EditorView({
      parent: this,
      state: EditorState.create({ doc: this.#text, extensions: this.#extensions() }),
    });
  }

  #extensions() {
    return [
      EditorView.cspNonce.of(nonce()),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        "aria-label": this.label,
        "aria-multiline": "true",
        spellcheck: "true",
        dir: "auto",
      }),
      placeholder(this.placeholder),
      history(),
      notTooLong,
      this.#chips.of(referenceChips(this.#titles)),
      autocompletion({ override: [picker(() => this.app, this.widgetId)], icons: false, ...LOOKS }),
      keymap.of([...defaultKeymap, ...historyKeymap]),
      EditorView.updateListener.of(update => update.docChanged && this.#tell(update)),
    ];
  }

  #known() {
    return this.app.graph.widgets.map(widget => widget.title);
  }

  #tell({ transactions, state }) {
    if (transactions.some(one => one.annotation(External))) return;
    this.app.updateSettings(this.widgetId, { [this.field]: state.doc.toString() });
  }

  /** Takes over what was changed elsewhere. */
  #follow() {
    const effects = [];
    const known = this.#known();
    if (known.join("\n") !== this.#titles.join("\n")) {
      this.#titles = known;
      effects.push(this.#chips.reconfigure(referenceChips(known)));
    }
    const old = this.#view.state.doc.toString();
    const changes = old === this.#text ? [] : difference(old, this.#text);
    if (!effects.length && old === this.#text) return;
    const annotations = [External.of(true), Transaction.addToHistory.of(false)];
    this.#view.dispatch({ changes, effects, annotations });
  }
}

const LOOKS = { tooltipClass: () => "picker", optionClass: ({ circle }) => (circle ? "picker-circle" : "") };

customElements.define("prompt-editor", PromptEditor);
