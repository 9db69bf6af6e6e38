// What is typed is never lost: a local copy of form[data-brouillon], and saving by itself (data-autosave).
// data-version on the form is the server's version: a copy already sent and older than it is thrown away.

import { annoncer } from "./fragments.js";

const PREFIXE = "brouillon:";
const TUS = new Set(["csrf_token", "cle_unique"]);

const champs = (formulaire) =>
  Object.fromEntries([...new FormData(formulaire)].filter(([nom, v]) => !TUS.has(nom) && typeof v === "string"));
const lire = (cle) => JSON.parse(localStorage.getItem(PREFIXE + cle) ?? "null");

function attendre(delai, fonction) {
  let minuterie;
  return (...arguments_) => {
    clearTimeout(minuterie);
    minuterie = setTimeout(() => fonction(...arguments_), delai);
  };
}

const garder = attendre(300, (formulaire) => {
  const copie = { champs: champs(formulaire), version: formulaire.dataset.version ?? "", le: Date.now() };
  localStorage.setItem(PREFIXE + formulaire.dataset.brouillon, JSON.stringify(copie));
});

const enregistrer = attendre(2000, async (formulaire) => {
  const temoin = formulaire.querySelector("[data-enregistre]") ?? document.querySelector("[data-enregistre]");
  const dire = (texte) => temoin && (temoin.textContent = texte);
  const corps = new FormData(formulaire);
  for (const [nom, valeur] of [...corps]) if (typeof valeur !== "string") corps.delete(nom);
  let reponse;
  try {
    reponse = await fetch(formulaire.dataset.autosave, { method: "POST", body: corps, headers: { Accept: "application/json" } });
  } catch {
    dire("Hors ligne : gardé sur cet appareil.");
    return;
  }
  const suite = reponse.headers.get("Content-Type")?.includes("json") ? await reponse.json() : {};
  if (!reponse.ok) {
    dire(suite.detail ?? "Pas encore enregistré : gardé sur cet appareil.");
    annoncer(suite.detail ?? "Pas encore enregistré.");
    return;
  }
  if (suite.version !== undefined) {
    formulaire.dataset.version = suite.version;
    const cachee = formulaire.elements.namedItem("version");
    if (cachee) cachee.value = suite.version;
  }
  localStorage.removeItem(PREFIXE + formulaire.dataset.brouillon);
  dire(suite.enregistre ?? "Enregistré");
});

document.addEventListener("input", (evenement) => {
  const formulaire = evenement.target.form;
  if (!formulaire?.dataset.brouillon) return;
  garder(formulaire);
  if (formulaire.dataset.autosave) enregistrer(formulaire);
});

document.addEventListener("submit", ({ target }) => {
  if (target.dataset.brouillon) {
    const copie = lire(target.dataset.brouillon);
    if (copie) localStorage.setItem(PREFIXE + target.dataset.brouillon, JSON.stringify({ ...copie, envoye: true }));
  }
  if (target.matches("[data-deconnexion]")) {
    for (const cle of Object.keys(localStorage)) if (cle.startsWith(PREFIXE)) localStorage.removeItem(cle);
  }
});

function proposer(formulaire) {
  const cle = formulaire.dataset.brouillon;
  const copie = lire(cle);
  if (!copie) return;
  const actuels = champs(formulaire);
  const differe = Object.entries(copie.champs).some(([nom, v]) => nom !== "version" && nom in actuels && actuels[nom] !== v);
  if (!differe || (copie.envoye && copie.version !== (formulaire.dataset.version ?? ""))) {
    localStorage.removeItem(PREFIXE + cle);
    return;
  }
  const heure = new Date(copie.le).toLocaleTimeString("fr-BE", { hour: "numeric", minute: "2-digit" }).replace(":", " h ");
  const bandeau = document.createElement("div");
  bandeau.className = "bandeau attente fine";
  bandeau.setAttribute("role", "status");
  bandeau.innerHTML = '<span></span><div><strong></strong><div class="ligne"><button type="button" class="bouton mini">Reprendre ce texte</button><button type="button" class="bouton nu mini">L’oublier</button></div></div>';
  bandeau.querySelector("strong").textContent = `Un texte tapé à ${heure} est gardé sur cet appareil et n’est pas encore enregistré.`;
  const [reprendre, oublier] = bandeau.querySelectorAll("button");
  reprendre.addEventListener("click", () => {
    for (const [nom, valeur] of Object.entries(copie.champs)) remplir(formulaire, nom, valeur);
    bandeau.remove();
    formulaire.dispatchEvent(new Event("input", { bubbles: true }));
  });
  oublier.addEventListener("click", () => {
    localStorage.removeItem(PREFIXE + cle);
    bandeau.remove();
  });
  formulaire.prepend(bandeau);
}

function remplir(formulaire, nom, valeur) {
  const champ = formulaire.elements.namedItem(nom);
  if (!champ || nom === "version") return;
  if (champ.type === "checkbox") champ.checked = champ.value === valeur;
  else champ.value = valeur;
}

document.querySelectorAll("form[data-brouillon]").forEach(proposer);
