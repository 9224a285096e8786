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

const token = () => globalThis.document?.querySelector('meta[name="csrf-token"]')?.content ?? "";

const isJSON = answer => (answer.headers.get("content-type") ?? "").includes("json");

function failure(answer, body) {
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
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await reach(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
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
export const deleteApp = app => remove(`/api/apps/${app}`);
export const restoreApp = app => post(`/api/apps/${app}/restoration`);
export const startRun = (app, body) => post(`/api/apps/${app}/runs`, body);
export const fetchRun = run => get(`/api/runs/${run}`);
export const playRun = (run, body) => post(`/api/runs/${run}/plays`, body);
export const cancelRun = (run, body) => post(`/api/runs/${run}/cancellation`, body);
