// What a token that may write can do. Each asks first, and says what has become of it.
import { post, remove } from "./api.js";
import { ask, confirm, tell } from "./dialog.js";
import { h } from "./dom.js";

const list = text => (text ? text.split(/[\s,]+/).filter(Boolean) : undefined);
const nodeAt = home => `mobile-nodes/${encodeURIComponent(home)}`;

export const revoke = async (_context, { home }) => {
  const done = await confirm("Revoke binding", `The binding of ${home} ends now, at all edges. The mobile node is told if it can be, and may register again.`, "Revoke",
    () => remove(`bindings/${encodeURIComponent(home)}`));
  return done && (done.acknowledged ? `The binding of ${home} has ended, and the mobile node knows.` : `The binding of ${home} has ended. The mobile node has not answered.`);
};

export const provision = async () => {
  const made = await ask({
    title: "Provision a mobile node",
    text: "SPIs and keys are made up by the home agent and shown once.",
    fields: [
      { name: "homeAddress", label: "Home address", required: true, hint: "In the home prefix, such as 2001:db8:1::a" },
      { name: "ipv4HomeAddress", label: "IPv4 home address", hint: "Without one it may ask for an address of the pool" },
      { name: "mobileNetworkPrefixes", label: "Mobile network prefixes", hint: "IPv6, separated by commas: for a mobile router" },
    ],
    submit: "Provision",
    apply: ({ homeAddress, ipv4HomeAddress, mobileNetworkPrefixes }) =>
      post("mobile-nodes", { homeAddress, ipv4HomeAddress: ipv4HomeAddress || undefined, mobileNetworkPrefixes: list(mobileNetworkPrefixes) }),
  });
  if (!made) return null;
  await showKeys("Mobile node provisioned", made);
  return `${made.mobileNode.homeAddress} is served from now on.`;
};

export const rotate = async (_context, { home }) => {
  const made = await confirm("Rotate keys", `Both SAs of ${home} get new keys. What it sends with the old ones is dropped until it has the new ones, too.`, "Rotate",
    () => post(`${nodeAt(home)}/keys`, {}));
  if (!made) return null;
  await showKeys("Keys rotated", made);
  return `${home} has new keys.`;
};

export const forget = async (_context, { home }) => {
  const done = await confirm("Delete mobile node", `${home} is served no longer, and its binding ends within seconds.`, "Delete", async () => {
    await remove(nodeAt(home));
    return true;
  });
  if (!done) return null;
  location.hash = "#/nodes";
  return `${home} is served no longer.`;
};

export const drain = async (_context, { edge }) => {
  const path = `edges/${encodeURIComponent(edge)}/drain`;
  const done = await confirm("Drain edge", `${edge} leaves its blocks to other edges until it is undrained, also after a restart.`, "Drain",
    () => post(path), { status: 409, text: "Drain anyway", apply: () => post(`${path}?force=true`) });
  return done && `${edge} leaves its blocks to others.`;
};

export const undrain = async (_context, { edge }) => {
  const done = await confirm("Undrain edge", `${edge} takes its blocks back.`, "Undrain", () => post(`edges/${encodeURIComponent(edge)}/undrain`));
  return done && `${edge} takes its blocks back.`;
};

async function showKeys(title, { mobileNode, generatedKeys }) {
  if (!generatedKeys) return;
  const association = name => ({ Spi: mobileNode[name].spi, Suite: mobileNode[name].suite, EncryptionKey: generatedKeys[name]?.encryptionKey ?? undefined, IntegrityKey: generatedKeys[name]?.integrityKey ?? undefined });
  const settings = { HomeAddress: mobileNode.homeAddress, Ipv4HomeAddress: mobileNode.ipv4HomeAddress ?? undefined, BindingUpdate: association("bindingUpdate"), BindingAcknowledgement: association("bindingAcknowledgement") };
  const text = JSON.stringify(settings, null, 2);
  await tell(title, "This is for the configuration of the mobile node. Its keys are not shown again.", h("pre", { tabindex: "0", class: "keys" }, text), text);
}
