// The administrator's page of the models. Its sheet also serves the page of a run, which has no script.
import "uplot/dist/uPlot.min.css";
import "../administration/board.css";
import "../administration/charts/charts.css";
import "../administration/charts/use-charts.js";
import "../administration/model-board.js";
import "../administration/timeline.css";
import "../administration/worker-list.js";
import { Uses } from "../administration/charts/uses.js";
import { Managing } from "../administration/managing.js";
import * as api from "../state/api.js";

const managing = new Managing({ api });
for (const element of document.querySelectorAll("model-board, worker-list")) element.managing = managing;
managing.start();

const charts = document.querySelector("use-charts"); // not for those who may not see who uses what
if (charts) {
  charts.uses = new Uses({ api });
  charts.uses.look();
}
