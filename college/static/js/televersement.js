// Joining many pieces: one at a time, in their order, each with its progress and its own refusal.
// Without this script the form sends them together and the page that comes back says the same.

import { annoncer, remplacer } from "./fragments.js";

const nombre = (n, decimales) => n.toLocaleString("fr-BE", { maximumFractionDigits: decimales });
const taille = (octets) => (octets < 1e6 ? `${nombre(Math.ceil(octets / 1e3), 0)}\u00a0ko` : `${nombre(octets / 1e6, 1)}\u00a0Mo`);

function ligne(liste, fichier) {
  const element = liste.appendChild(document.createElement("li"));
  const dit = document.createElement("div");
  const nom = Object.assign(document.createElement("span"), { textContent: fichier.name });
  const sous = Object.assign(document.createElement("small"), { textContent: taille(fichier.size) });
  const barre = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  barre.setAttribute("aria-label", `Envoi de ${fichier.name}`);
  dit.append(nom, sous, barre);
  element.append(dit);
  return {
    avancer: (part) => (barre.value = Math.round(part * 100)),
    analyser: () => (sous.textContent = `${taille(fichier.size)}, vérification…`),
    finir: () => element.remove(),
    refuser: (phrase) => {
      barre.remove();
      sous.textContent = phrase;
      sous.className = "refusee";
    },
  };
}

function envoyer(formulaire, fichier, suivi) {
  const corps = new FormData(formulaire);
  corps.delete("fichier");
  corps.set("cle_unique", `${Date.now()}-${Math.random()}`);
  corps.set("fichier", fichier);
  const requete = new XMLHttpRequest();
  requete.open("POST", formulaire.action);
  requete.setRequestHeader("HX-Request", "true");
  requete.setRequestHeader("Accept", "text/html, application/json");
  requete.upload.addEventListener("progress", (e) => e.lengthComputable && suivi.avancer(e.loaded / e.total));
  requete.upload.addEventListener("load", suivi.analyser);
  return new Promise((resoudre) => {
    requete.addEventListener("load", () => resoudre(requete));
    requete.addEventListener("error", () => resoudre(null));
    requete.send(corps);
  });
}

const phraseDe = (reponse) => {
  if (!reponse) return "Pas envoyé : la connexion est coupée. Joignez cette pièce à nouveau.";
  if (reponse.status === 401 || reponse.status === 403) return "Pas envoyé : rechargez la page, puis joignez cette pièce à nouveau.";
  if (!reponse.getResponseHeader("Content-Type")?.includes("json")) return "Pas envoyé : joignez cette pièce à nouveau.";
  return JSON.parse(reponse.responseText).detail;
};

async function tout(formulaire, fichiers) {
  const liste = formulaire.querySelector("[data-envois]");
  const max = Number(formulaire.dataset.max);
  liste.replaceChildren();
  const lots = fichiers.map((fichier) => [fichier, ligne(liste, fichier)]);
  let faites = 0;
  for (const [fichier, suivi] of lots) {
    if (fichier.size > max) {
      suivi.refuser("Dépasse 60 Mo : réduisez cette pièce ou partagez-la en plusieurs.");
      continue;
    }
    const reponse = await envoyer(formulaire, fichier, suivi);
    if (reponse?.status !== 200) {
      suivi.refuser(phraseDe(reponse));
      continue;
    }
    remplacer(reponse.responseText);
    suivi.finir();
    faites += 1;
  }
  formulaire.querySelector("[type=file]").value = "";
  const refusees = lots.length - faites;
  const jointes = faites > 1 ? `${faites} pièces jointes` : faites ? "Une pièce jointe" : "Aucune pièce jointe";
  annoncer(refusees ? `${jointes}, ${refusees} refusée${refusees > 1 ? "s" : ""}.` : `${jointes}.`);
}

document.addEventListener("submit", (evenement) => {
  const formulaire = evenement.target;
  const fichiers = formulaire.matches("[data-televersement]") ? [...formulaire.elements.fichier.files] : [];
  if (!fichiers.length) return;
  evenement.preventDefault();
  tout(formulaire, fichiers);
});

const depot = (evenement) => (evenement.dataTransfer?.types.includes("Files") ? evenement.target.closest?.("[data-depot]") : null);

document.addEventListener("dragover", (evenement) => {
  const zone = depot(evenement);
  if (!zone) return;
  evenement.preventDefault();
  zone.classList.add("survole");
});
document.addEventListener("dragleave", ({ target }) => target.closest?.("[data-depot]")?.classList.remove("survole"));
document.addEventListener("drop", (evenement) => {
  const zone = depot(evenement);
  if (!zone) return;
  evenement.preventDefault();
  zone.classList.remove("survole");
  zone.open = true;
  tout(zone.querySelector("form"), [...evenement.dataTransfer.files]);
});
