// The page where models are taught.
import "uplot/dist/uPlot.min.css";
import * as api from "../state/api.js";
import "../teaching/teach-models.js";
import { Teaching } from "../teaching/teaching.js";
import { complain } from "../toast.js";

const page = JSON.parse(document.getElementById("page").textContent);
const teaching = new Teaching({ api });
const wanted = new URLSearchParams(location.search).get("app");
Object.assign(document.querySelector("teach-models"), { teaching, bases: page.bases, apps: page.apps, wanted });
teaching
  .load()
  .then(() => !wanted && teaching.first && teaching.look(teaching.first.id))
  .catch(complain);
