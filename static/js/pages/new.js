// The page of a new app: what is not a plain form there.
import "../porting/import-box.js";
