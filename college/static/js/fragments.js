// Replacing parts of the page by what the server answers, without taking the field from under the fingers.

const saisie = (element) =>
  element?.matches?.("input:not([type=checkbox], [type=radio]), textarea, select") || element?.isContentEditable;

export const jeton = () => document.querySelector("input[name=csrf_token]")?.value ?? "";

// Each element of `html` whose id is on the page takes its place, outermost first. Returns how many changed.
// One that holds the field being typed in stays; its own parts are then looked at one by one.
// `garde(old, new)` may carry something over.
export function remplacer(html, garde = null) {
  const nouveau = new DOMParser().parseFromString(html, "text/html");
  let changes = 0;
  for (const element of nouveau.querySelectorAll("[id]")) {
    const ancien = document.querySelector(`#${CSS.escape(element.id)}`);
    if (!ancien || element.closest("[data-pris]")) continue;
    const identique = sansJetons(ancien) === sansJetons(element);
    const occupe = ancien.querySelector("[data-modifie]") || (ancien.contains(document.activeElement) && saisie(document.activeElement));
    if (occupe && !identique) continue;
    element.dataset.pris = "";
    if (identique) continue;
    poser(ancien, element, garde);
    changes += 1;
  }
  return changes;
}

// CSRF and one-time keys change at each rendering: they are not news.
const sansJetons = (el) =>
  el.outerHTML.replace(/name="(csrf_token|cle_unique)" value="[^"]*"/g, "").replace(/ class="vu"| vu(?=")/g, "");

function poser(ancien, nouveau, garde) {
  const actif = ancien.contains(document.activeElement) ? document.activeElement : null;
  const repere = actif && (actif.id ? `#${CSS.escape(actif.id)}` : actif.name && `[name="${actif.name}"][value="${CSS.escape(actif.value ?? "")}"]`);
  delete nouveau.dataset.pris;
  const pose = document.importNode(nouveau, true);
  garde?.(ancien, pose);
  ancien.replaceWith(pose);
  if (pose.matches("li, tr, p")) pose.classList.add("vu");
  if (repere) pose.querySelector(repere)?.focus({ preventScroll: true });
  window.htmx?.process?.(pose);
  document.dispatchEvent(new Event("fragment"));
}

// One polite sentence at most each two seconds.
let derniere = 0;
export function annoncer(texte) {
  const region = document.getElementById("annonce-parlee") ?? document.body.appendChild(
    Object.assign(document.createElement("p"), { id: "annonce-parlee", className: "lu", role: "status" }),
  );
  const attendre = Math.max(0, derniere + 2000 - Date.now());
  derniere = Date.now() + attendre;
  setTimeout(() => (region.textContent = texte), attendre);
}
