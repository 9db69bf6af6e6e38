// The rows under the toolbar: the address of a link, the clauses, a comment. Escape closes them.

import { clause, lier } from "./commandes.js";
import { commenter } from "./relecture.js";
import { LIEN_PERMIS } from "./schema.js";

export const bouton = (texte, libelle) => {
  const element = Object.assign(document.createElement("button"), { type: "button", textContent: texte, title: libelle });
  element.setAttribute("aria-label", libelle);
  element.addEventListener("mousedown", (evenement) => evenement.preventDefault());
  return element;
};

function tiroir(vue, remplir) {
  const element = Object.assign(document.createElement("div"), { className: "outils tiroir", hidden: true });
  const fermer = () => {
    element.hidden = true;
    vue.focus();
  };
  element.addEventListener("keydown", (evenement) => {
    if (evenement.key === "Escape") fermer();
  });
  element.addEventListener("input", (evenement) => evenement.stopPropagation()); // not a field of the form
  remplir(element, fermer);
  return element;
}

const champ = (nom, proprietes, libelle) => {
  const element = Object.assign(document.createElement(nom), proprietes);
  element.setAttribute("aria-label", libelle);
  return element;
};

export function tiroirLien(vue) {
  return tiroir(vue, (element, fermer) => {
    const adresse = champ("input", { type: "url", placeholder: "https://" }, "Adresse du lien");
    const dit = Object.assign(document.createElement("span"), { className: "petit" });
    dit.setAttribute("role", "status");
    const poser = () => {
      const saisie = adresse.value.trim();
      const href = saisie && !/^[a-z]+:/i.test(saisie) ? `https://${saisie}` : saisie;
      if (href && !LIEN_PERMIS.test(href)) {
        dit.textContent = "Un lien commence par https:// ou mailto:.";
        return;
      }
      dit.textContent = "";
      lier(href)(vue.state, vue.dispatch);
      fermer();
    };
    adresse.addEventListener("keydown", (evenement) => {
      if (evenement.key !== "Enter") return;
      evenement.preventDefault();
      poser();
    });
    const appliquer = bouton("Appliquer", "Appliquer le lien");
    appliquer.addEventListener("click", poser);
    const retirer = bouton("Retirer", "Retirer le lien");
    retirer.addEventListener("click", () => {
      lier("")(vue.state, vue.dispatch);
      fermer();
    });
    element.append(adresse, appliquer, retirer, dit);
  });
}

const plat = (texte) => texte.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// The house's own clauses, for the service that the form says: asked once, when somebody opens the drawer.
async function clausesDeLaMaison() {
  const source = document.querySelector("[data-clauses]");
  if (!source) return [];
  const service = document.querySelector("[name=service]")?.value ?? source.dataset.service ?? "";
  const reponse = await fetch(`${source.dataset.clauses}?service=${encodeURIComponent(service)}`);
  return reponse.ok ? reponse.json() : [];
}

// Typing narrows the list, arrows walk through it, Enter takes the first one left.
export function tiroirClauses(vue) {
  return tiroir(vue, (element, fermer) => {
    const modeles = [...document.querySelectorAll("[data-clause]")].map((m) => [m.textContent, m.dataset.clause]);
    if (!modeles.length) return;
    element.classList.add("clauses");
    const filtre = champ("input", { type: "search", placeholder: "Chercher une clause" }, "Chercher une clause");
    const boutons = () => [...element.querySelectorAll("button")];
    const offrir = ([nom, texte]) => {
      const b = bouton(nom, texte);
      b.addEventListener("click", () => {
        clause(texte)(vue.state, vue.dispatch);
        filtre.value = "";
        for (const autre of boutons()) autre.hidden = false;
        fermer();
      });
      return b;
    };
    const filtrer = () => {
      for (const b of boutons()) b.hidden = !plat(`${b.textContent} ${b.title}`).includes(plat(filtre.value));
    };
    filtre.addEventListener("input", filtrer);
    filtre.addEventListener("focus", async () => {
      filtre.after(...(await clausesDeLaMaison().catch(() => [])).map(offrir));
      filtrer();
    }, { once: true });
    element.addEventListener("keydown", (evenement) => {
      const montres = [filtre, ...boutons().filter((b) => !b.hidden)];
      const pas = { ArrowDown: 1, ArrowUp: -1 }[evenement.key];
      if (pas) montres[(montres.indexOf(document.activeElement) + pas + montres.length) % montres.length].focus();
      else if (evenement.key === "Enter" && document.activeElement === filtre) montres[1]?.click();
      else return;
      evenement.preventDefault();
    });
    element.append(filtre, ...modeles.map(offrir));
  });
}

export function tiroirCommentaire(vue, texte, dire) {
  return tiroir(vue, (element, fermer) => {
    const zone = champ("textarea", { rows: 3 }, "Commentaire sur le passage choisi");
    const poster = bouton("Enregistrer", "Enregistrer le commentaire");
    poster.addEventListener("click", async () => {
      const dit = zone.value.trim();
      if (!dit) dire("Écrivez votre commentaire.");
      else if (vue.state.selection.empty) dire("Choisissez d’abord un passage du texte.");
      else if (await commenter(vue, texte, dit).catch(() => false)) {
        zone.value = "";
        fermer();
        dire("Commentaire enregistré.");
      } else dire("Pas encore enregistré : réessayez.");
    });
    element.append(zone, poster);
  });
}
