// The administrator's page of the models.
import "../administration/board.css";
import "../administration/model-board.js";
import "../administration/worker-list.js";
import { Managing } from "../administration/managing.js";
import * as api from "../state/api.js";

const managing = new Managing({ api });
for (const element of document.querySelectorAll("model-board, worker-list")) element.managing = managing;
managing.start();
