// The HTTP API: JSON in and out, the CSRF header, and one kind of error with a sentence and a remedy.

const PATIENCE = 30_000; // milliseconds

export class ApiError extends Error {
  /** `code` for programs, `message` for people; `field` says where, `body` is the whole answer (a 409 has more in it). */
  constructor(code, message, { field = null, status = 0, body = null } = {}) {
    super(message);
    this.name = "ApiError";
    Object.assign(this, { code, field, status, body });
  }
}

export const token = () => globalThis.document?.querySelector('meta[name="csrf-token"]')?.content ?? "";

const isJSON = answer => (answer.headers.get("content-type") ?? "").includes("json");

/** What a refusal says; `answer` has at least its `status`. */
export function failure(answer, body) {
  const { code, message, field } = body?.error ?? {};
  if (message) return new ApiError(code, message, { field, status: answer.status, body });
  if (answer.status === 403)
    return new ApiError("forbidden", "The page is no longer signed in. Reload it and try again.", { status: 403 });
  return new ApiError("server_error", "Something went wrong on the server. Try again in a moment.", {
    status: answer.status,
  });
}

async function reach(path, options) {
  try {
    return await fetch(path, { ...options, signal: AbortSignal.timeout(PATIENCE) });
  } catch (error) {
    if (error.name === "TimeoutError")
      throw new ApiError("timeout", "The server takes too long to answer. Try again in a moment.");
    throw new ApiError("offline", "The server cannot be reached. Check your connection and try again.");
  }
}

async function call(method, path, body) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = token();
  const isForm = globalThis.FormData !== undefined && body instanceof FormData; // it says by itself what it is
  if (body !== undefined && !isForm) headers["Content-Type"] = "application/json";
  const written = body === undefined || isForm ? body : JSON.stringify(body);
  const answer = await reach(path, { method, headers, body: written });
  const content = isJSON(answer) ? await answer.json().catch(() => null) : null;
  if (!answer.ok) throw failure(answer, content);
  return content;
}

export const get = path => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);
export const put = (path, body) => call("PUT", path, body);
export const patch = (path, body) => call("PATCH", path, body);
export const remove = path => call("DELETE", path);

// By name -----------------------------------------------------------------------------------

export const saveGraph = (app, body) => put(`/api/apps/${app}/graph`, body);
export const patchApp = (app, body) => patch(`/api/apps/${app}`, body);
export const createApp = body => post("/api/apps", body);
/** `source` is {text}, or a form with a `file`. A preview makes nothing. */
export const importApp = (source, { preview = false } = {}) =>
  post(`/api/apps/import${preview ? "?preview=true" : ""}`, source);
export const fetchRemixes = app => get(`/api/apps/${app}/remixes`);
export const deleteApp = app => remove(`/api/apps/${app}`);
export const restoreApp = app => post(`/api/apps/${app}/restoration`);
export const fetchApp = app => get(`/api/apps/${app}`);
export const enterApp = (app, body) => post(`/api/apps/${app}/entrance`, body);
export const publishApp = (app, revision) => post(`/api/apps/${app}/publication`, { revision });
export const unpublishApp = app => remove(`/api/apps/${app}/publication`);
export const mergeGraph = (app, body) => post(`/api/apps/${app}/merges`, body);
export const fetchRevisions = (app, before) => get(`/api/apps/${app}/revisions${before ? `?before=${before}` : ""}`);
export const fetchRevision = (app, number, against) =>
  get(`/api/apps/${app}/revisions/${number}${against ? `?against=${against}` : ""}`);
export const nameRevision = (app, number, name) => patch(`/api/apps/${app}/revisions/${number}`, { name });
export const startComposition = body => post("/api/compositions", body);
export const fetchComposition = composition => get(`/api/compositions/${composition}`);
export const stopComposition = composition => post(`/api/compositions/${composition}/cancellation`);
const managed = name => `/api/administration/models/${name}`;
export const fetchManaged = () => get("/api/administration/models");
export const fetchUses = ({ days, by }) => get(`/api/administration/uses?days=${days}&by=${by}`);
export const changeModel = (name, body) => patch(managed(name), body);
export const installModel = (name, body) => post(`${managed(name)}/installation`, body);
export const cancelInstallation = name => remove(`${managed(name)}/installation`);
export const fetchWeights = name => get(`${managed(name)}/weights`);
export const removeWeights = name => remove(`${managed(name)}/weights`);
export const loadModel = (name, body = {}) => post(`${managed(name)}/loading`, body);
export const unloadModel = name => remove(`${managed(name)}/loading`);
export const retireModel = (name, body) => put(`${managed(name)}/retirement`, body);
export const bringBack = name => remove(`${managed(name)}/retirement`);
export const startTrial = body => post("/api/trials", body);
export const fetchTrial = trial => get(`/api/trials/${trial}`);
export const stopTrial = trial => post(`/api/trials/${trial}/cancellation`);
export const startRun = (app, body) => post(`/api/apps/${app}/runs`, body);
export const fetchRun = run => get(`/api/runs/${run}`);
export const playRun = (run, body) => post(`/api/runs/${run}/plays`, body);
export const cancelRun = (run, body) => post(`/api/runs/${run}/cancellation`, body);
export const fetchQuota = () => get("/api/quota");
export const fetchUpload = upload => get(`/api/uploads/${upload}`);

// Between people
export const like = app => put(`/api/apps/${app}/like`);
export const unlike = app => remove(`/api/apps/${app}/like`);
export const reportApp = (app, body) => post(`/api/apps/${app}/reports`, body);
export const fetchPlaylists = () => get("/api/playlists");
export const createPlaylist = body => post("/api/playlists", body);
export const patchPlaylist = (list, body) => patch(`/api/playlists/${list}`, body);
export const arrangePlaylist = (list, apps) => put(`/api/playlists/${list}/apps`, { apps });
export const addToPlaylist = (list, app) => put(`/api/playlists/${list}/apps/${app}`);
export const takeOutOfPlaylist = (list, app) => remove(`/api/playlists/${list}/apps/${app}`);
export const deletePlaylist = list => remove(`/api/playlists/${list}`);
export const restorePlaylist = list => post(`/api/playlists/${list}/restoration`);
export const saveProfile = body => put("/api/profile", body);

// What was, kept and shared
export const fetchHistory = app => get(`/api/apps/${app}/runs`);
export const nameRun = (run, title) => patch(`/api/runs/${run}`, { title });
export const deleteRun = run => remove(`/api/runs/${run}`);
export const restoreRun = run => post(`/api/runs/${run}/restoration`);
export const takeSnapshot = run => post(`/api/runs/${run}/snapshots`);
export const fetchSnapshot = snapshot => get(`/api/snapshots/${snapshot}`);
export const nameSnapshot = (snapshot, title) => patch(`/api/snapshots/${snapshot}`, { title });
export const deleteSnapshot = snapshot => remove(`/api/snapshots/${snapshot}`);
export const restoreSnapshot = snapshot => post(`/api/snapshots/${snapshot}/restoration`);
export const rateResult = (run, result, body) => put(`/api/runs/${run}/results/${result}/feedback`, body);
export const fetchDatasets = () => get("/api/datasets");
const checked = (dataset, base) => `/api/datasets/${dataset}${base ? `?base=${encodeURIComponent(base)}` : ""}`;
export const fetchDataset = (dataset, base) => get(checked(dataset, base));
export const createDataset = body => post("/api/datasets", body);
export const changeDataset = (dataset, body, base) => patch(checked(dataset, base), body);
export const deleteDataset = dataset => remove(`/api/datasets/${dataset}`);
export const fetchExamples = app => get(`/api/apps/${app}/examples`);
export const collectExamples = (app, body) => post(`/api/apps/${app}/datasets`, body);
export const collectAgain = (dataset, base) =>
  post(`/api/datasets/${dataset}/collection${base ? `?base=${encodeURIComponent(base)}` : ""}`);
export const startLesson = (dataset, body) => post(`/api/datasets/${dataset}/lessons`, body);
export const fetchLessonsLeftAlone = () => get("/api/lessons");
export const fetchLesson = lesson => get(`/api/lessons/${lesson}`);
export const stopLesson = lesson => post(`/api/lessons/${lesson}/cancellation`);
export const deleteLesson = lesson => remove(`/api/lessons/${lesson}`);
export const shareLesson = (lesson, shared) => patch(`/api/lessons/${lesson}`, { shared });
