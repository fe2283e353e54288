// Says while one types how much of the shortest password is there.
(() => {
  const field = document.getElementById("new_password");
  const strength = document.getElementById("strength");
  if (!field || !strength) return;
  const shortest = Number(strength.dataset.shortest);
  const show = () => {
    const letters = [...field.value.normalize("NFC")];
    const different = new Set(letters).size;
    const missing = shortest - letters.length;
    let words = "";
    if (letters.length === 0) words = "";
    else if (missing > 0) words = `Too short: ${missing} more character${missing === 1 ? "" : "s"}.`;
    else if (different < 8) words = "Long enough, but easy to guess: use more different characters.";
    else words = letters.length < shortest + 6 ? "Long enough." : "Long enough, and strong.";
    strength.textContent = words;
  };
  field.addEventListener("input", show);
  show();
})();
