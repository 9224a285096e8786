// The page of an app.
