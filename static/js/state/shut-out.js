// An owner's page whose session ended: they logged out, or logged in anew, in another tab. Knows no page.

const STATUSES = [401, 403, 404]; // not known, not allowed (also with the token of another session), not theirs to see

export class ShutOut extends Error {
  constructor(status) {
    super("You are logged out here. Log in, then reload; your changes are kept.");
    Object.assign(this, { name: "ShutOut", code: "logged_out", status });
  }
}

/** The answer of the server to somebody who may edit; rejects with ShutOut where it knows them no longer. */
export async function asEditor(asking) {
  try {
    return await asking;
  } catch (error) {
    throw STATUSES.includes(error.status) ? new ShutOut(error.status) : error;
  }
}
