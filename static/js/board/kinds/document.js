// How a document plays: files to read, what they hold, and whether that is more than the models read that it goes to.
import { html, nothing } from "lit";
import { between } from "../../state/between.js";
import { tokensOf, tooLongFor } from "../../state/context.js";
import { TAKEN } from "../../state/taken.js";
import { toast } from "../../toast.js";
import { counted } from "../../words.js";
import "../upload-box.js";

export const icon = "file-text";
export const name = "Document";
export const inEditing = "Visitors give files here";

const ACCEPTED = ".pdf,.docx,.pptx,.html,.htm,.csv,.tsv,.json,.md,.markdown,.txt,text/*";

const HELP = { summarise: "Summarise in parts", search: "Search in it" };

/** What the models do not read at once is said; who may edit can have it made shorter first. */
function tooLong({ app, run, widget }) {
  const ready = run.uploads.of(widget.id).filter(one => one.state === "ready");
  const { tokens, isGuess } = tokensOf(ready);
  const found = tooLongFor(app, widget, tokens);
  if (!found) return nothing;
  const all = `${isGuess ? "About " : ""}${counted(tokens, "token")}`;
  const { title, context } = found.model;
  return html`<div class="too-long" role="note">
    <p>${all}; ${title} reads ${context.toLocaleString("en")}, its answer included. ${app.canEdit ? nothing : "Choose a shorter file."}</p>
    ${app.canEdit ? html`<p class="too-long-ways">${ways(app).map(kind => way(app, widget, kind))}</p>` : nothing}
  </div>`;
}

/** The kinds that help, where there is a model for them. */
function ways({ kinds, models }) {
  const hasModel = task => models.some(model => model.task === task && model.installed);
  const tasks = { summarise: "text", search: "embedding" };
  return Object.keys(HELP).filter(kind => kinds.some(one => one.name === kind) && hasModel(tasks[kind]));
}

const way = (app, widget, kind) =>
  html`<button class="button small" type="button" @click=${event => shorten(event, app, widget, kind)}>${HELP[kind]}</button>`;

function shorten(event, app, widget, kind) {
  event.stopPropagation(); // in edit mode a click would choose this card, and the new one is to be seen
  const { graph, id } = between(app.graph, widget, kind);
  app.change(`${HELP[kind]}: ${widget.title}`, () => graph);
  app.setView("board");
  app.setMode("edit");
  app.select(id);
  const undo = () => app.graph === graph && app.undo();
  toast(`“${app.widget(id).title}” was added, and the prompts refer to it now.`, { action: "Undo", run: undo });
}

export function body(at) {
  const { run, widget, label } = at;
  const isMany = widget.settings.many ?? true;
  return html`<div class="input-body">
    ${tooLong(at)}
    <upload-box .run=${run} .widget=${widget} .accept=${ACCEPTED} .label=${label}
      .invitation=${isMany ? "Choose files" : "Choose a file"}
      .hint=${TAKEN.document}></upload-box>
  </div>`;
}

export const mark = ({ widget }) => ((widget.settings.required ?? true) ? "" : "optional");
