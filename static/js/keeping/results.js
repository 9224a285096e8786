// Results as one keeps them: in Markdown, as text, as data. Pure; what a run holds is handed in as `at`: {app, run, widget}.
import { parsed } from "../board/texts/parsed.js";
import { plain } from "./plain.js";

const absolute = url => new URL(url, location.href).href;

const escaped = text => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const quoted = text => text.replaceAll(/^/gm, "> ");

/** A fence that is longer than any in the code. */
const fenceOf = code => "`".repeat(Math.max(3, ...(code.match(/`+/g) ?? []).map(({ length }) => length + 1)));

const fenced = (code, language) => `${fenceOf(code)}${language}\n${code.trimEnd()}\n${fenceOf(code)}`;

function passage({ text, source, where }) {
  const place = [source, where].filter(Boolean).join(", ");
  return `${quoted(text)}${place ? `\n>\n> — ${place}` : ""}`;
}

const SPEAKERS = { user: "You", assistant: "Assistant" };

const turn = ({ role, content }) => `**${SPEAKERS[role]}:** ${content}`;

/** All that was said, the first message too. */
function turns({ run, widget }) {
  const { first_message: first = "" } = widget.settings;
  const said = run.said(widget.id);
  return first.trim() && said.length ? [{ role: "assistant", content: first }, ...said] : said;
}

const isData = ({ widget, status }) => Boolean(widget.settings.json_schema && parsed(status.value) !== null);

const MARKDOWN = {
  text: at => (isData(at) ? fenced(at.status.value, "json") : at.status.value),
  chat: at => turns(at).map(turn).join("\n\n"),
  code: ({ run, widget }) => fenced(run.value(widget.id), widget.settings.language ?? "python"),
  image: ({ status }) => `![${status.value.replaceAll(/[[\]]/g, "")}](${absolute(status.files[0].url)})`,
  search: ({ status }) => (parsed(status.value) ?? []).map(passage).join("\n\n"),
  classify: ({ status }) => {
    const rows = (parsed(status.value) ?? []).map(({ label, score }) => `| ${escaped(label)} | ${score.toFixed(3)} |`);
    return ["| Label | Score |", "|---|---|", ...rows].join("\n");
  },
};

const IN_MARKDOWN = ["text", "summarise", "translate"];

export const markdown = at => MARKDOWN[at.widget.kind]?.(at) ?? at.status.value;

/** What the model made, as it is to be made better. */
export function answer({ run, widget, status }) {
  return [...IN_MARKDOWN, "chat"].includes(widget.kind) ? status.value : run.value(widget.id);
}

/** As it reads, and what is Markdown without its marks. */
export function text(at) {
  const { run, widget, status } = at;
  if (widget.kind === "image") return status.value;
  return IN_MARKDOWN.includes(widget.kind) && !isData(at) ? plain(status.value) : run.value(widget.id);
}

const value = at => {
  if (at.widget.kind === "chat") return turns(at);
  if (["classify", "search"].includes(at.widget.kind) || isData(at)) return parsed(at.status.value);
  return at.run.value(at.widget.id);
};

export function data(at) {
  const { title, kind } = at.widget;
  const { files, finish, usage, created_at: made_at } = at.status;
  const links = (files ?? []).map(file => ({ ...file, url: absolute(file.url) }));
  return { title, kind, value: value(at), files: links, finish, usage, made_at };
}
