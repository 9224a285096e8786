// The choice of a model; what the chosen one is good for, and what it costs: how large it is, how fast, and where it runs.
import { html } from "lit";
import { select } from "../fields.js";
import { suits, usual } from "./usual.js";

/** 135 000 000 is "135M", 1 700 000 000 is "1.7B". */
function size(parameters) {
  const isBillions = parameters >= 1e9;
  const number = parameters / (isBillions ? 1e9 : 1e6);
  return `${number < 10 ? Number(number.toFixed(1)) : Math.round(number)}${isBillions ? "B" : "M"}`;
}

const ALONE = "only you may use it: before others play this app, let them under Models, Teach";

const pace = speed => (speed < 2 ? "about a token a second" : `about ${Math.round(speed)} tokens a second`);

/** "135M · about 15 tokens a second · runs here", of what is known. */
export function mark({ parameters = null, speed = null, local = null, private: isPrivate = false }) {
  const parts = [parameters && size(parameters), speed && pace(speed)];
  if (local !== null) parts.push(local ? "runs here" : "runs on another machine");
  if (isPrivate) parts.push(ALONE);
  const words = parts.filter(Boolean).join(" · ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The cards of a widget, the best first, as choices; a chosen one that is not among them stays to be seen. */
function cards(own, widget, first) {
  const { model: chosen = "" } = widget.settings;
  const isUnknown = chosen && !own.some(model => model.name === chosen);
  return [
    { value: "", label: first ? `Default (${first.title})` : "Default" },
    ...own.map(({ name, title, installed, private: isPrivate }) => ({
      value: name,
      label: `${title}${isPrivate ? " (only you)" : ""}${installed ? "" : " (not installed)"}`,
      disabled: !installed,
    })),
    ...(isUnknown ? [{ value: chosen, label: `${chosen} (not available)`, disabled: true }] : []),
  ];
}

const able = ({ app }, tasks) => tasks.flatMap(task => app.models.filter(model => model.task === task));

/** The card that plays the widget, if any: the one that it names, or the usual one. */
export function playing(at, tasks) {
  const { model: named } = at.widget.settings;
  return named ? able(at, tasks).find(one => one.name === named) : usual(at.app.models, tasks, at.widget);
}

/** "better where … installs Opus-MT English to French", of the translators for the same languages that are not here. */
function larger(own, card, widget) {
  const isLarger = one => one.task === "translation" && one.parameters > card.parameters && !one.installed;
  const titles = own.filter(one => isLarger(one) && suits(one, widget)).map(one => one.title);
  return titles.length ? `better where an administrator installs ${titles.join(" or ")}` : "";
}

function facts(at, card, tasks) {
  const { widget } = at;
  const isByLanguages = widget.kind === "translate" && !widget.settings.model;
  const better = card.task === "translation" && larger(able(at, tasks), card, widget);
  return [mark(card), isByLanguages && "chosen by the languages", better].filter(Boolean).join(" · ");
}

function described(at, card, tasks) {
  const costs = facts(at, card, tasks);
  return card.summary && costs ? html`${card.summary}<br>${costs}` : card.summary || costs;
}

/** `tasks`: of the cards that can do it, those first that are taken first. */
export function model(at, tasks) {
  const { app, widget } = at;
  const card = playing(at, tasks);
  const help = card?.installed ? described(at, card, tasks) : "";
  return select(at, "model", "Model", cards(able(at, tasks), widget, usual(app.models, tasks, widget)), { help });
}
