// What became of an action: a line that goes by itself, and that screen readers read out.
const place = document.getElementById("said");
let timer = 0;

export function say(text, isError = false) {
  clearTimeout(timer);
  place.textContent = text;
  place.className = isError ? "said shown error" : "said shown";
  timer = setTimeout(() => {
    place.className = "said";
    place.textContent = "";
  }, isError ? 12000 : 6000);
}
