// The token: in sessionStorage, so that it ends with the tab, and in nothing that is sent by itself.
import { ask } from "./dialog.js";

const key = "dsmip.token";
const reasons = {
  read: "This home agent asks for a token (Admin:Tokens, or one of your identity provider).",
  refused: "The token is not known here, or no longer.",
  write: "This needs a token that may write: the one in use may only read.",
  change: "It is kept until this tab is closed.",
};

let asking = null;
let declined = false;

export const token = () => sessionStorage.getItem(key);

// One dialog, however many requests wait for it. True: there is another token now.
export function askForToken(why, used = token()) {
  if (token() !== used) return Promise.resolve(true);
  // Who does not want to say it is not asked again each second.
  const unasked = why === "read" || why === "refused";
  if (unasked && declined) return Promise.resolve(false);
  asking ??= enter(why).then(given => {
    declined = unasked && !given;
    return given;
  }).finally(() => (asking = null));
  return asking;
}

async function enter(why) {
  const given = await ask({
    title: "Token",
    text: reasons[why],
    fields: [{ name: "token", label: "Token", type: "password", required: why !== "change", hint: "Kept in this tab only, and forgotten when it is closed." }],
    submit: why === "change" ? "Use" : "Continue",
  });
  if (given === null) return false;
  if (given.token) sessionStorage.setItem(key, given.token);
  else sessionStorage.removeItem(key);
  dispatchEvent(new Event("token"));
  return true;
}
