// The page of the playground: models tried out side by side.
import "../exploring/play-ground.js";
import { Trial } from "../exploring/trial.js";
import { Quota } from "../quota/quota.js";
import * as api from "../state/api.js";

const page = JSON.parse(document.getElementById("page").textContent);

/** An app with this one widget, open to be built on. */
async function make(kind, settings) {
  const widget = { id: "answer", kind, title: "Answer", settings, layout: { x: 0, y: 0, w: 8, h: 8 } };
  const app = await api.createApp({ title: "From the playground", graph: { widgets: [widget] } });
  location.href = `/apps/${app.id}/?edit`;
}

const ground = document.querySelector("play-ground");
const trial = new Trial({ api });
const quota = new Quota({ api, levels: page.quota });
quota.follow(trial, () => trial.isOpen);
Object.assign(ground, { models: page.models, trial, quota, make, canBuild: page.user !== null });
ground.begin(new URLSearchParams(location.search).get("model"));
