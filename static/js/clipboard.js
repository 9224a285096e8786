// Copying a text, and saying whether it worked.
import { toast } from "./toast.js";

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied.");
  } catch {
    toast("The browser does not allow copying here. Select the text and copy it yourself.", { bad: true });
  }
}
