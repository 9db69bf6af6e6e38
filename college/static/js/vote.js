// A vote goes through three states, and says them: « en attente d’envoi » (a_envoyer), « envoyé, pas encore confirmé »
// (envoye), then what the server holds, in the server's own words (confirme). Until then it is kept on the tablet and
// sent again, for the same member only. A secret vote (data-vote="secret") is kept in memory, never written down.

import { ecrire, relire } from "./attente.js";
import { annoncer, jeton, remplacer } from "./fragments.js";

const ESSAI = 2000;
const PATIENCE = 10000; // an answer that does not come: the vote is sent again, it counts once
const EN_ATTENTE = "en attente d’envoi";
const SANS_SESSION = [400, 401]; // the form of a session that is over is refused before the session is
let attente = null;
let ecrit = false; // this device would find it again, even if its browser were killed now
let ecriture = Promise.resolve();
let envoi = null; // the request under way: a newer choice takes its place
let minuterie;
let dite = "";

const siege = () => document.querySelector("[data-siege]")?.dataset.siege ?? "";
const lire = () => (attente?.siege === siege() ? attente : null); // not the vote of another person on this tablet

function garder(vote) {
  attente = vote;
  ecriture = ecrire(vote?.secret ? null : vote).then((cle) => (ecrit = Boolean(cle)));
}

document.addEventListener("submit", (evenement) => {
  const formulaire = evenement.target;
  const bouton = evenement.submitter;
  if (!formulaire.matches("form[data-vote]") || !bouton) return;
  evenement.preventDefault();
  if (bouton.getAttribute("aria-disabled") === "true") return;
  const vote = {
    adresse: formulaire.action,
    champs: { ...Object.fromEntries(new FormData(formulaire)), [bouton.name]: bouton.value },
    choix: bouton.value,
    dit: bouton.textContent.trim(),
    secret: formulaire.dataset.vote === "secret",
    siege: siege(),
  };
  garder(vote);
  onglets?.postMessage({ siege: vote.siege, adresse: vote.adresse });
  envoyer();
});

// Of two tabs of one member, the last choice is the one that counts: the other lets its own go.
const onglets = globalThis.BroadcastChannel ? new BroadcastChannel("college-vote") : null;
onglets?.addEventListener("message", ({ data }) => {
  const vote = lire();
  if (vote?.siege !== data.siege || vote.adresse !== data.adresse) return;
  oublier();
  montrer(vote, "attente", "pas envoyé", "Vous avez choisi depuis dans un autre onglet : c’est ce choix-là qui compte.");
});

function oublier() {
  clearTimeout(minuterie);
  envoi?.abort();
  envoi = attente = null;
}

// « Oui : en attente d’envoi » and the choice in ink, on whatever form is on the page now.
function montrer(vote, couleur, etat, suite, lien = null) {
  const zone = document.querySelector("[data-accuse]");
  if (!vote || !zone) return;
  for (const choix of document.querySelectorAll("form[data-vote] .choix")) {
    choix.setAttribute("aria-pressed", String(choix.value === attente?.choix));
  }
  const dit = Object.assign(document.createElement("span"), { className: `etat ${couleur}` });
  dit.textContent = `${vote.dit}\u00a0: ${etat}`;
  zone.replaceChildren(dit, ` ${suite} `, ...(lien ? [lien] : []));
  if (suite) parler(zone.textContent);
}

function parler(texte) {
  if (texte !== dite) annoncer((dite = texte)); // each new try says the same: once is enough
}

function enAttente() {
  const lieu = ecrit ? "Gardé sur cet appareil" : "Gardé tant que cette page reste ouverte";
  montrer(lire(), "attente", EN_ATTENTE, `${lieu}, envoyé dès le retour du réseau. Le serveur ne l’a pas encore reçu.`);
}

async function envoyer() {
  clearTimeout(minuterie);
  const vote = lire();
  if (!vote) return;
  envoi?.abort();
  const celui = (envoi = new AbortController());
  if (navigator.onLine) montrer(vote, "attente", "envoyé, pas encore confirmé", "");
  let reponse;
  let html;
  try {
    const corps = new URLSearchParams({ ...vote.champs, csrf_token: jeton() || vote.champs.csrf_token });
    if (vote.attendu) corps.set("attendu", "1"); // the secretary may have noted his voice meanwhile: that one stands
    else garder({ ...vote, attendu: true });
    setTimeout(() => celui.abort(), PATIENCE);
    reponse = await fetch(vote.adresse, { method: "POST", body: corps, headers: { "HX-Request": "true" }, signal: celui.signal });
    html = await reponse.text();
  } catch {
    if (celui === envoi) retenter(); // no network: the same vote goes again, the server counts it once
    return;
  }
  if (celui !== envoi) return;
  envoi = null;
  if (reponse.status >= 500 || reponse.status === 429) return retenter();
  if (SANS_SESSION.includes(reponse.status)) return sansSession(vote);
  garder(null);
  if (!remplacer(html)) location.reload();
  else if (reponse.ok) parler(document.querySelector("[data-accuse]")?.innerText.replaceAll("\n", ". ") ?? "");
}

function retenter() {
  envoi = null;
  minuterie = setTimeout(envoyer, ESSAI);
  montrer(lire(), "attente", EN_ATTENTE, "");
  ecriture.then(() => !envoi && enAttente()); // only then is it known where it is kept
}

// Nothing was counted: the way back is a sign-in that leads here again, where a vote that was kept goes by itself.
function sansSession(vote) {
  const lien = Object.assign(document.createElement("a"), { textContent: "Se connecter à nouveau" });
  lien.href = `/connexion?suite=${encodeURIComponent(location.pathname)}`;
  const suite = vote.secret
    ? "Votre session est terminée : connectez-vous, puis votez à nouveau (un vote secret n’est jamais gardé)."
    : "Votre session est terminée : connectez-vous, ce vote est gardé et partira de cette page.";
  if (vote.secret) garder(null);
  montrer(vote, "refus", "pas encore reçu", suite, lien);
}

addEventListener("online", envoyer);
document.addEventListener("fragment", () => !envoi && enAttente()); // news replaced the form: the wait is still true

// A page that opens again, after the browser was closed or killed, sends what it had kept.
async function reprendre() {
  const garde = await relire();
  if (attente || garde?.siege !== siege()) return;
  attente = garde;
  ecrit = true;
  envoyer();
}
if (siege()) reprendre();
