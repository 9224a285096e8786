// One input's card, filled in by a visitor, over a real RunState.
import { AppState } from "../../../static/js/state/app.js";
import { RunState } from "../../../static/js/state/run.js";
import "../dom.js";
import { page, Server, Storage, widget } from "../state/support.js";

const { render } = await import("lit");
const { playing } = await import("../../../static/js/board/kinds/index.js");

const place = document.querySelector("main");

/** `given()` is what counts; `reads()` how a note shows it. */
export function card(kind, settings) {
  const note = widget("n", "Note", { text: "@[It]" }, "note");
  const data = page(widget("w", "It", settings, kind), note);
  const app = new AppState(data, { api: new Server(data.app.graph), storage: new Storage() });
  const run = new RunState({ app, api: {}, storage: new Storage() });
  const draw = () => {
    const at = { app, run, widget: app.widget("w"), label: "title-w" };
    render(playing(kind).body(at), place);
  };
  place.replaceChildren();
  delete place._$litPart$;
  run.addEventListener("change", draw);
  draw();
  return {
    place,
    given: () => run.input("w"),
    reads: () => run.value("n"),
    mark: () => playing(kind).mark({ widget: app.widget("w") }),
    settle: () => new Promise(setImmediate),
  };
}

export const change = box => box.dispatchEvent(new window.Event("change", { bubbles: true }));
