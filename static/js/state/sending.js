// Sends a file, and says how far that is: what fetch cannot tell.

import { ApiError, failure, token } from "./api.js";

/**
 * Resolves to the Upload. `progress(part)` is called with 0 to 1; `signal` stops it. Rejects with an ApiError, whose code
 * is "stopped" where it was stopped.
 */
export function sendFile(file, { progress = () => {}, signal = null } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = (code, message) => () => reject(new ApiError(code, message));
    request.open("POST", "/api/uploads");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token());
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    request.onload = () =>
      request.status < 300 ? resolve(request.response) : reject(failure(request, request.response));
    request.onerror = fail("offline", "The server cannot be reached. Check your connection and choose the file again.");
    request.onabort = fail("stopped", "Stopped.");
    signal?.addEventListener("abort", () => request.abort());
    const body = new FormData();
    body.append("file", file, file.name);
    request.send(body);
  });
}
