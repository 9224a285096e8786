// The page that explains transformers with live pieces of them.
import { Look } from "../exploring/look.js";
import { Trial } from "../exploring/trial.js";
import * as api from "../state/api.js";
import "../understanding/live-attention.js";
import "../understanding/live-families.js";
import "../understanding/live-heads.js";
import "../understanding/live-layers.js";
import "../understanding/live-learning.js";
import "../understanding/live-norm.js";
import "../understanding/live-sampling.js";
import "../understanding/live-tokens.js";
import { Reading } from "../understanding/reading.js";

const PIECES =
  "live-tokens, live-attention, live-heads, live-layers, live-norm, live-families, live-sampling, live-learning";

const { models } = JSON.parse(document.getElementById("page").textContent);
const text = "The capital of France is Paris. The capital of Italy is";
const reading = new Reading({ models, text, look: () => new Look(new Trial({ api })) });
for (const piece of document.querySelectorAll(PIECES)) piece.reading = reading;
reading.read(text);
