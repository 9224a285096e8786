// The settings of a note.
import { prompt } from "../fields.js";

export const fields = at =>
  prompt(at, "text", "Text", {
    isTall: true,
    placeholder: "Write something for your visitors…",
    help: "Markdown works: **bold**, # heading, - list. Type @ to show what another widget holds.",
  });
