// Says while one types how much of the shortest password is there. The words are those of the page.
(() => {
  const field = document.getElementById("new_password");
  const strength = document.getElementById("strength");
  if (!field || !strength) return;
  const { shortest, one, other, easy, enough, strong } = strength.dataset;
  const show = () => {
    const letters = [...field.value.normalize("NFC")];
    const different = new Set(letters).size;
    const missing = Number(shortest) - letters.length;
    let words = "";
    if (letters.length === 0) words = "";
    else if (missing > 0) words = missing === 1 ? one : other.replace("{n}", String(missing));
    else if (different < 8) words = easy;
    else words = letters.length < Number(shortest) + 6 ? enough : strong;
    strength.textContent = words;
  };
  field.addEventListener("input", show);
  show();
})();
