// Which revision visitors see. Knows no page.

/** Visitors see this revision, or what stands here now; what is changed from then on they do not see. */
export async function publish(app, revision = null) {
  if (revision === null && !(await app.save())) return;
  app.adopt(await app.api.publishApp(app.app.id, revision ?? app.revision));
}

/** Visitors see every change as it is saved. */
export async function unpublish(app) {
  app.adopt(await app.api.unpublishApp(app.app.id));
}
