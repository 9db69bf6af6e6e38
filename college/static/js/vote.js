// A vote is « en attente d’envoi » until the server has answered; it is kept on the tablet and sent again.
// A secret vote (data-vote="secret") is kept in memory only.

import { jeton, remplacer } from "./fragments.js";

const CLE = "vote-en-attente";
const ESSAI = 2000;
let attente = null;

const lire = () => attente ?? JSON.parse(localStorage.getItem(CLE) ?? "null");

function garder(vote) {
  attente = vote;
  if (vote && !vote.secret) localStorage.setItem(CLE, JSON.stringify(vote));
  else localStorage.removeItem(CLE);
}

document.addEventListener("submit", (evenement) => {
  const formulaire = evenement.target;
  if (!formulaire.matches("form[data-vote]") || !evenement.submitter) return;
  evenement.preventDefault();
  if (evenement.submitter.getAttribute("aria-disabled") === "true") return;
  const champs = Object.fromEntries(new FormData(formulaire, evenement.submitter));
  garder({
    adresse: formulaire.action,
    champs,
    dit: evenement.submitter.textContent.trim().toLowerCase(),
    secret: formulaire.dataset.vote === "secret",
  });
  for (const choix of formulaire.querySelectorAll(".choix")) {
    choix.setAttribute("aria-pressed", String(choix === evenement.submitter));
  }
  envoyer();
});

function montrer(couleur, texte, suite) {
  const zone = document.querySelector("[data-accuse]");
  if (!zone) return;
  const etat = document.createElement("span");
  etat.className = `etat ${couleur}`;
  etat.textContent = texte;
  zone.replaceChildren(etat, ` ${suite}`);
}

async function envoyer() {
  const vote = lire();
  if (!vote) return;
  montrer("attente", `${vote.dit[0].toUpperCase()}${vote.dit.slice(1)} : en attente d’envoi`, "Gardé sur la tablette, envoyé dès le retour du réseau.");
  let reponse;
  try {
    const corps = new URLSearchParams({ ...vote.champs, csrf_token: jeton() || vote.champs.csrf_token });
    reponse = await fetch(vote.adresse, { method: "POST", body: corps, headers: { "HX-Request": "true" } });
  } catch {
    setTimeout(envoyer, ESSAI); // no network: the same key goes again, the server counts it once
    return;
  }
  if (reponse.status >= 500) {
    setTimeout(envoyer, ESSAI);
    return;
  }
  if (reponse.status === 401) {
    montrer("refus", "Votre session a expiré", "Reconnectez-vous : votre vote est gardé et partira aussitôt.");
    return;
  }
  garder(null);
  const html = await reponse.text();
  if (!remplacer(html)) location.reload();
}

if (lire()) envoyer();
