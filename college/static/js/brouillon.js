// What is typed is never lost: a local copy of form[data-brouillon], and saving by itself (data-autosave).
// data-version on the form is the server's version: a copy already sent and older than it is thrown away.

import { deposer, oublier, reprendre, vider } from "./coffre.js";
import { annoncer, remplacer } from "./fragments.js";

const TUS = new Set(["csrf_token", "cle_unique"]);
const PATIENCE = 10000; // an answer that does not come is lost
const REPRISE = 5000; // a save that the network lost is tried again
const DU_SERVEUR = ["version", "marques"]; // what the form was opened on: each answer of the server renews it

const champs = (formulaire) =>
  Object.fromEntries([...new FormData(formulaire)].filter(([nom, v]) => !TUS.has(nom) && typeof v === "string"));

const tapeDepuis = (formulaire, corps) => {
  const envoyes = Object.fromEntries(corps);
  return Object.entries(champs(formulaire)).some(([nom, v]) => !DU_SERVEUR.includes(nom) && envoyes[nom] !== v);
};

function attendre(delai, fonction) {
  let minuterie;
  const differee = (...arguments_) => {
    clearTimeout(minuterie);
    minuterie = setTimeout(() => fonction(...arguments_), delai);
  };
  return Object.assign(differee, { annuler: () => clearTimeout(minuterie) });
}

const garder = attendre(300, (formulaire) => {
  const copie = { champs: champs(formulaire), version: formulaire.dataset.version ?? "", le: Date.now() };
  deposer(formulaire.dataset.brouillon, copie);
});

// One save of a form after the other: each is sent with the version that the one before has answered. One whose answer
// was lost may have been kept: it goes again first, as it was, and the server says so; else the page would conflict
// with itself.
const enRoute = new WeakMap();
const perdus = new WeakMap();
function partir(formulaire) {
  const fait = (enRoute.get(formulaire) ?? Promise.resolve()).then(() => envoyer(formulaire));
  enRoute.set(formulaire, fait);
  fait.finally(() => enRoute.get(formulaire) === fait && enRoute.delete(formulaire));
}
const enregistrer = attendre(2000, partir);

async function envoyer(formulaire) {
  if (perdus.has(formulaire) && !(await deposerTexte(formulaire, perdus.get(formulaire)))) return;
  const corps = new FormData(formulaire);
  for (const [nom, valeur] of [...corps]) if (typeof valeur !== "string") corps.delete(nom);
  await deposerTexte(formulaire, corps);
}

// Sends one state of the form; true when it is kept.
async function deposerTexte(formulaire, corps) {
  const temoin = formulaire.querySelector("[data-enregistre]") ?? document.querySelector("[data-enregistre]");
  const dire = (texte) => temoin && (temoin.textContent = texte);
  let reponse;
  let suite = {};
  perdus.set(formulaire, corps);
  try {
    const garde = AbortSignal.timeout(PATIENCE);
    reponse = await fetch(formulaire.dataset.autosave, { method: "POST", body: corps, headers: { Accept: "application/json" }, signal: garde });
    if (reponse.headers.get("Content-Type")?.includes("json")) suite = await reponse.json();
  } catch {
    dire("Hors ligne : gardé sur cet appareil.");
    setTimeout(() => perdus.get(formulaire) === corps && !enRoute.has(formulaire) && partir(formulaire), REPRISE);
    return false;
  }
  if (reponse.status < 500) perdus.delete(formulaire);
  if (reponse.redirected || [400, 401].includes(reponse.status)) {
    reidentifier(temoin);
    return false;
  }
  if (!reponse.ok) {
    dire(suite.detail ?? "Pas encore enregistré : gardé sur cet appareil.");
    annoncer(suite.detail ?? "Pas encore enregistré.");
    return false;
  }
  if (suite.version !== undefined) formulaire.dataset.version = suite.version;
  for (const nom of DU_SERVEUR) {
    const cachee = formulaire.elements.namedItem(nom);
    if (cachee && suite[nom] !== undefined) cachee.value = suite[nom];
  }
  if (!tapeDepuis(formulaire, corps)) oublier(formulaire.dataset.brouillon);
  dire(suite.enregistre ?? "Enregistré");
  if (suite.fragments) remplacer(suite.fragments);
  return true;
}

// « Enregistrer » pressed while a save is on its way, or lost, waits for its answer: else the page would conflict with
// itself. Without network it does not leave the text for the browser's own page.
function patienter(evenement) {
  const { target: formulaire, submitter } = evenement;
  if (!formulaire.dataset.autosave) return;
  enregistrer.annuler();
  if (perdus.has(formulaire) && !enRoute.has(formulaire)) partir(formulaire);
  const attendu = enRoute.get(formulaire);
  if (!attendu) return;
  evenement.preventDefault();
  evenement.stopImmediatePropagation();
  if (formulaire.hasAttribute("data-patiente")) return;
  formulaire.toggleAttribute("data-patiente", true);
  submitter?.setAttribute("aria-busy", "true");
  attendu.finally(() => {
    enRoute.delete(formulaire);
    formulaire.removeAttribute("data-patiente");
    submitter?.removeAttribute("aria-busy");
    if (perdus.has(formulaire)) annoncer("Rien n’est envoyé : la connexion est perdue. Refaites ce geste quand elle revient.");
    else formulaire.requestSubmit(submitter);
  });
}
document.addEventListener("submit", patienter, true);

document.addEventListener("input", (evenement) => {
  const formulaire = evenement.target.form;
  if (!formulaire?.dataset.brouillon) return;
  garder(formulaire);
  if (formulaire.dataset.autosave) enregistrer(formulaire);
});

document.addEventListener("submit", ({ target }) => {
  if (target.dataset.brouillon) {
    reprendre(target.dataset.brouillon).then((copie) => copie && deposer(target.dataset.brouillon, { ...copie, envoye: true }));
  }
  if (target.matches("[data-deconnexion]")) vider();
});

// The session is over: nothing is lost, the way back is a sign-in that leads here again.
function reidentifier(temoin) {
  const phrase = "Votre session a expiré : votre texte est gardé sur cet appareil. ";
  const lien = Object.assign(document.createElement("a"), { textContent: "S’identifier à nouveau" });
  lien.href = `/connexion?suite=${encodeURIComponent(location.pathname)}`;
  temoin?.replaceChildren(phrase, lien);
  annoncer(phrase);
}

async function proposer(formulaire) {
  const cle = formulaire.dataset.brouillon;
  const copie = await reprendre(cle);
  if (!copie) return;
  const actuels = champs(formulaire);
  const differe = Object.entries(copie.champs).some(([nom, v]) => !DU_SERVEUR.includes(nom) && nom in actuels && actuels[nom] !== v);
  if (!differe || (copie.envoye && copie.version !== (formulaire.dataset.version ?? ""))) {
    oublier(cle);
    return;
  }
  const heure = new Date(copie.le).toLocaleTimeString("fr-BE", { hour: "numeric", minute: "2-digit" }).replace(":", " h ");
  const bandeau = document.createElement("div");
  bandeau.className = "bandeau attente fine";
  bandeau.setAttribute("role", "status");
  bandeau.innerHTML = '<span></span><div><strong></strong><div class="ligne"><button type="button" class="bouton mini">Reprendre ce texte</button><button type="button" class="bouton nu mini">L’oublier</button></div></div>';
  bandeau.querySelector("strong").textContent = `Un texte tapé à ${heure} est gardé sur cet appareil et n’est pas encore enregistré.`;
  const [accepter, refuser] = bandeau.querySelectorAll("button");
  accepter.addEventListener("click", () => {
    for (const [nom, valeur] of Object.entries(copie.champs)) remplir(formulaire, nom, valeur);
    bandeau.remove();
    formulaire.dispatchEvent(new Event("input", { bubbles: true }));
  });
  refuser.addEventListener("click", () => {
    oublier(cle);
    bandeau.remove();
  });
  formulaire.prepend(bandeau);
  formulaire.closest("details")?.toggleAttribute("open", true);
}

function remplir(formulaire, nom, valeur) {
  const champ = formulaire.elements.namedItem(nom);
  if (!champ || DU_SERVEUR.includes(nom)) return;
  if (champ.type === "checkbox") champ.checked = champ.value === valeur;
  else champ.value = valeur;
}

document.querySelectorAll("form[data-brouillon]").forEach(proposer);
