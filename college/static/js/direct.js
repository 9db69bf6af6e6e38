// Live pages: [data-direct="/…/direct" data-depuis="12"] asks for news each two seconds, or as soon as the
// bell of [data-flux] rings; news are asked at the same address either way.
// 204: nothing new. 200: parts of the page, each with its id; the revision is in X-Revision or in data-depuis.
// A bell that says how many have voted is shown as it is: only the cockpit (data-grille) asks who; a member's own page
// (data-siege) looks a little later, for what was noted in his name. Other screens spread their questions a little.

import { annoncer, remplacer } from "./fragments.js";
import { reporter } from "./report.js";

const PAS = 2000;
const FILET = 20000; // while the bell is heard, a slow look all the same
const ETALE = 400;
const REPRISE = 10000; // a bell that was refused (every place is taken) is tried again
const PATIENCE = 8000; // an answer that does not come is a lost connection

const aDire = () => document.getElementById("a-dire")?.dataset.annonce ?? ""; // said once, when it changes

function suivre(zone) {
  let revision = zone.dataset.depuis ?? "0";
  let pannes = 0;
  let minuterie;
  let prevu = 0;
  let enCours = false;
  let voulue = 0;
  let flux = null;
  const entend = () => flux?.readyState === EventSource.OPEN;
  const plusTard = (delai) => {
    clearTimeout(minuterie);
    prevu = Date.now() + delai;
    minuterie = setTimeout(tour, delai);
  };

  async function demander() {
    const adresse = new URL(zone.dataset.direct, location.href);
    adresse.searchParams.set("depuis", revision);
    const entetes = { "HX-Request": "true", Accept: "text/html" };
    const garde = new AbortController();
    setTimeout(() => garde.abort(), PATIENCE);
    const reponse = await fetch(adresse, { headers: entetes, signal: garde.signal });
    if (reponse.status === 204) voulue = 0;
    if (reponse.status >= 500 || reponse.status === 429) throw new Error(`Server answered ${reponse.status}`);
    if (reponse.status >= 400) return quitter(reponse.status === 401);
    if (reponse.status !== 200) return reponse.status === 204;
    const html = await reponse.text();
    const avant = aDire();
    remplacer(html, reporter);
    if (aDire() !== avant) annoncer(aDire());
    revision = reponse.headers.get("X-Revision") ?? html.match(/data-depuis="(\d+)"/)?.[1] ?? revision;
    return !html.includes("data-direct-arret");
  }

  async function tour() {
    clearTimeout(minuterie);
    if (enCours) return;
    let encore = true;
    enCours = true;
    try {
      encore = await demander();
      if (pannes > 1) dire(false);
      if (pannes && entend()) ecouter(); // a bell that went dumb with the network still looks open
      pannes = 0;
    } catch (erreur) {
      pannes += erreur.name === "AbortError" ? 2 : 1; // the network is down or the server restarts: say so, keep trying
      if (pannes > 1 && !document.getElementById("panne-direct")) dire(true);
    }
    enCours = false;
    if (!encore) return flux?.close();
    if (!pannes && voulue > Number(revision)) return tour();
    plusTard(entend() && !pannes ? FILET : PAS * (document.hidden && !pannes ? 3 : 1));
  }

  function sonner(evenement) {
    const coup = JSON.parse(evenement.data);
    if (coup.revision <= Number(revision)) return;
    if (coup.scrutin && !("grille" in zone.dataset) && Number(revision) >= coup.depuis) {
      for (const nombre of document.querySelectorAll(`[data-votants="${coup.scrutin}"]`)) nombre.textContent = coup.votants;
      revision = String(coup.revision);
      if (zone.dataset.siege) demanderUnPeuPlusTard();
      return;
    }
    voulue = coup.revision;
    if (enCours) return;
    if ("grille" in zone.dataset || zone.dataset.siege) tour();
    else plusTard(Math.random() * ETALE);
  }

  let aRelire = false;
  function demanderUnPeuPlusTard() {
    if (aRelire) return;
    aRelire = true;
    setTimeout(() => {
      aRelire = false;
      revision = String(Number(revision) - 1); // what we show is right but for our own ballot
      tour();
    }, PAS * (1 + Math.random()));
  }

  function ecouter() {
    flux?.close();
    flux = new EventSource(zone.dataset.flux);
    flux.addEventListener("message", sonner);
    flux.addEventListener("open", () => pannes && tour());
    flux.addEventListener("error", () => {
      if (flux.readyState === EventSource.CLOSED) setTimeout(ecouter, REPRISE);
      if (!enCours && prevu > Date.now() + PAS) plusTard(PAS); // it rings twice a second while the server is away
    });
  }

  if (zone.dataset.flux) ecouter();
  addEventListener("pagehide", () => flux?.close());
  plusTard(PAS);
}

function dire(perdue) {
  document.getElementById("panne-direct")?.remove();
  if (!perdue) {
    annoncer("Connexion retrouvée.");
    return;
  }
  const titre = "Connexion perdue. Ce qui est saisi ici est gardé.";
  bandeau(titre, "Nouvel essai toutes les quelques secondes : vous pouvez continuer, rien ne se perd.");
}

// The session of this person is over, or the page is no longer his: nothing moves here any more, and it says so.
function quitter(sansSession) {
  const lien = document.createElement("a");
  lien.textContent = sansSession ? "Se connecter à nouveau" : "Recharger la page";
  lien.href = sansSession ? `/connexion?suite=${encodeURIComponent(location.pathname)}` : location.href;
  const titre = sansSession ? "Votre session est terminée." : "Cette page ne vous est plus ouverte.";
  bandeau(titre, "Ce qui se passe n’arrive plus sur cet écran. ", lien);
  return false;
}

function bandeau(titre, suite, ...liens) {
  const pose = document.createElement("div");
  pose.id = "panne-direct";
  pose.className = "bandeau refus fine tenu-haut";
  pose.innerHTML = "<span></span><div><strong></strong><p></p></div>";
  pose.querySelector("strong").textContent = titre;
  pose.querySelector("p").append(suite, ...liens);
  document.querySelector("main")?.prepend(pose);
  annoncer(`${titre} ${suite}`);
}

// The cockpit is not left for the browser's « no network » page: what is typed waits for the connection.
document.addEventListener("submit", (evenement) => {
  if (navigator.onLine || !document.getElementById("cockpit")) return;
  evenement.preventDefault();
  evenement.stopImmediatePropagation(); // the guard against double sending must not count this one
  dire(true);
  annoncer("Rien n’est envoyé : la connexion est perdue. Refaites ce geste quand elle revient.");
}, true);
addEventListener("online", () => document.getElementById("panne-direct") && dire(false));

// The column of the agenda stays on the point shown, unless somebody is reading elsewhere in it.
function derouler() {
  const colonne = document.getElementById("pas");
  const ici = colonne?.querySelector("[aria-current=step]");
  if (!ici || colonne.scrollHeight <= colonne.clientHeight || colonne.matches(":hover, :focus-within")) return;
  const ecart = ici.getBoundingClientRect().top - colonne.getBoundingClientRect().top;
  colonne.scrollTop += ecart - colonne.clientHeight / 3;
}
document.addEventListener("fragment", derouler);
derouler();

document.querySelectorAll("[data-direct]").forEach(suivre);
