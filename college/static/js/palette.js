// Ctrl+K: go anywhere by typing. The server answers links; without this, the search of every page does as much.

const ADRESSE = document.querySelector("[data-aller]")?.dataset.aller;
const DELAI = 120;
let boite, champ, liste, attente, montree;

document.addEventListener("keydown", (evenement) => {
  if (!ADRESSE || evenement.key.toLowerCase() !== "k" || !(evenement.ctrlKey || evenement.metaKey)) return;
  if (document.documentElement.dataset.raccourcis === "non") return;
  evenement.preventDefault();
  ouvrir();
});

function ouvrir() {
  if (!boite) construire();
  if (boite.open) return;
  champ.value = "";
  boite.showModal();
  demander();
}

function construire() {
  boite = document.createElement("dialog");
  boite.className = "palette";
  boite.setAttribute("aria-label", "Aller à");
  champ = Object.assign(document.createElement("input"), { type: "text", autocomplete: "off", id: "palette-champ", placeholder: "Numéro, mots, date, écran…" });
  champ.setAttribute("aria-label", "Aller à un point, une séance, un écran");
  champ.setAttribute("aria-controls", "palette-liste");
  liste = Object.assign(document.createElement("div"), { id: "palette-liste" });
  liste.setAttribute("role", "status");
  boite.append(champ, liste);
  document.body.append(boite);
  champ.addEventListener("input", () => {
    clearTimeout(attente);
    attente = setTimeout(demander, DELAI);
  });
  boite.addEventListener("keydown", deplacer);
}

// What is typed faster than it is answered: the link of these words, never of the words before.
async function suivre() {
  if (montree !== champ.value) await demander();
  if (montree === champ.value) liste.querySelector("a")?.click();
}

async function demander() {
  const question = champ.value;
  const adresse = `${ADRESSE}?q=${encodeURIComponent(question)}`;
  const reponse = await fetch(adresse, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (question !== champ.value) return;
  montree = question;
  if (reponse?.ok && !reponse.redirected) liste.innerHTML = await reponse.text();
  else liste.textContent = "La liste n’a pas pu être lue : employez la recherche.";
}

function deplacer(evenement) {
  const liens = [...liste.querySelectorAll("a")];
  const ici = liens.indexOf(document.activeElement);
  if (evenement.key === "ArrowDown") (liens[ici + 1] ?? liens[0])?.focus();
  else if (evenement.key === "ArrowUp") (ici > 0 ? liens[ici - 1] : champ).focus();
  else if (evenement.key === "Enter" && evenement.target === champ) suivre();
  else return;
  evenement.preventDefault();
}
