// The page that looks inside of a transformer.
import "../exploring/inside-view.js";
import { Look } from "../exploring/look.js";
import { Trial } from "../exploring/trial.js";
import * as api from "../state/api.js";

const page = JSON.parse(document.getElementById("page").textContent);
const view = document.querySelector("inside-view");
Object.assign(view, { models: page.models, look: new Look(new Trial({ api })) });
view.begin(new URLSearchParams(location.search).get("model"));
