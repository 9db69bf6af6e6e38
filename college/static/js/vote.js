// A vote goes through three states, and says them: « en attente d’envoi » (a_envoyer), « envoyé, pas encore confirmé »
// (envoye), then what the server holds, in the server's own words (confirme). Until then it is kept on the tablet and
// sent again, for the same member only. A secret vote (data-vote="secret") is kept in memory, never written down.

import { ecrire, relire } from "./attente.js";
import { jeton, remplacer } from "./fragments.js";

const ESSAI = 2000;
const PATIENCE = 10000; // an answer that does not come: the vote is sent again, it counts once
let attente = null;
let envoi = null; // the request under way: a newer choice takes its place
let minuterie;

const siege = () => document.querySelector("[data-siege]")?.dataset.siege ?? "";
const lire = () => (attente?.siege === siege() ? attente : null); // not the vote of another person on this tablet

function garder(vote) {
  attente = vote;
  ecrire(vote?.secret ? null : vote);
}

document.addEventListener("submit", (evenement) => {
  const formulaire = evenement.target;
  if (!formulaire.matches("form[data-vote]") || !evenement.submitter) return;
  evenement.preventDefault();
  if (evenement.submitter.getAttribute("aria-disabled") === "true") return;
  garder({
    adresse: formulaire.action,
    champs: Object.fromEntries(new FormData(formulaire, evenement.submitter)),
    choix: evenement.submitter.value,
    dit: evenement.submitter.textContent.trim(),
    secret: formulaire.dataset.vote === "secret",
    siege: siege(),
  });
  envoyer();
});

// « Oui : en attente d’envoi » and the choice in ink, on whatever form is on the page now.
function montrer(couleur, etat, suite) {
  const vote = lire();
  const zone = document.querySelector("[data-accuse]");
  if (!vote || !zone) return;
  for (const choix of document.querySelectorAll("form[data-vote] .choix")) {
    choix.setAttribute("aria-pressed", String(choix.value === vote.choix));
  }
  const dit = Object.assign(document.createElement("span"), { className: `etat ${couleur}` });
  dit.textContent = `${vote.dit}\u00a0: ${etat}`;
  zone.replaceChildren(dit, ` ${suite}`);
}

const enAttente = () =>
  montrer("attente", "en attente d’envoi", "Gardé sur cet appareil, envoyé dès le retour du réseau. Le serveur ne l’a pas encore reçu.");

async function envoyer() {
  clearTimeout(minuterie);
  const vote = lire();
  if (!vote) return;
  envoi?.abort();
  const celui = (envoi = new AbortController());
  if (navigator.onLine) montrer("attente", "envoyé, pas encore confirmé", "");
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
  if (reponse.status >= 500) return retenter();
  if (reponse.status === 401) {
    montrer("refus", "pas encore reçu", "Votre session a expiré : reconnectez-vous, ce vote est gardé et partira de cette page.");
    return;
  }
  garder(null);
  if (!remplacer(html)) location.reload();
}

function retenter() {
  envoi = null;
  enAttente();
  minuterie = setTimeout(envoyer, ESSAI);
}

addEventListener("online", envoyer);
document.addEventListener("fragment", () => !envoi && enAttente()); // news replaced the form: the wait is still true

// A page that opens again, after the browser was closed or killed, sends what it had kept.
async function reprendre() {
  const garde = await relire();
  if (attente || garde?.siege !== siege()) return;
  attente = garde;
  envoyer();
}
if (siege()) reprendre();
