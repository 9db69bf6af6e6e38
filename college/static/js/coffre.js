// Where what is typed waits for the server: kept on this device, but unreadable to anybody who is not signed in
// as the person who typed it. The key comes with each page and is never kept; without it (an installation that is
// not reached over HTTPS), a copy lives as long as its tab and no longer.

const PREFIXE = "brouillon:";
const octets = (texte) => Uint8Array.from(atob(texte), (signe) => signe.charCodeAt(0));
const enTexte = (lus) => btoa(Array.from(new Uint8Array(lus), (octet) => String.fromCharCode(octet)).join(""));

const secret = globalThis.crypto?.subtle ? document.documentElement.dataset.cle : "";
const place = secret ? localStorage : sessionStorage;
const cle = secret ? crypto.subtle.importKey("raw", octets(secret), "AES-GCM", false, ["encrypt", "decrypt"]) : null;

// Two persons of one computer have each their copies: the name holds a part of a digest of the key.
const marque = secret
  ? crypto.subtle.digest("SHA-256", octets(secret)).then((lu) => enTexte(lu).slice(0, 8))
  : Promise.resolve("");
const nomDe = async (nom) => `${PREFIXE}${await marque}:${nom}`;

export async function deposer(nom, copie) {
  const clair = JSON.stringify(copie);
  if (!cle) {
    place.setItem(await nomDe(nom), clair);
    return;
  }
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const chiffre = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await cle, new TextEncoder().encode(clair));
  place.setItem(await nomDe(nom), `${enTexte(iv)}.${enTexte(chiffre)}`);
}

export async function reprendre(nom) {
  const garde = place.getItem(await nomDe(nom));
  if (!garde) return null;
  if (!cle) return JSON.parse(garde);
  const [iv, chiffre] = garde.split(".").map(octets);
  const clair = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await cle, chiffre);
  return JSON.parse(new TextDecoder().decode(clair));
}

export const oublier = async (nom) => place.removeItem(await nomDe(nom));

export function vider() {
  for (const lieu of [localStorage, sessionStorage]) {
    for (const nom of Object.keys(lieu)) if (nom.startsWith(PREFIXE)) lieu.removeItem(nom);
  }
}
