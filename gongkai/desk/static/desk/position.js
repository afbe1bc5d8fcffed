// The page of a posting: adds where one stands, only when asked to, and lets it be left out again.
(() => {
  "use strict";

  const place = document.querySelector("[data-position]");
  const latitude = document.querySelector("[data-latitude]");
  const longitude = document.querySelector("[data-longitude]");
  if (!place || !latitude || !longitude || !("geolocation" in navigator)) return;

  const ask = place.querySelector("[data-position-ask]");
  const forget = place.querySelector("[data-position-forget]");
  const status = place.querySelector("[role=status]");

  const keep = (north, east, words) => {
    latitude.value = north;
    longitude.value = east;
    status.textContent = words;
    forget.hidden = north === "";
    ask.hidden = north !== "";
  };

  ask.addEventListener("click", () => {
    status.textContent = place.dataset.sayAsking;
    navigator.geolocation.getCurrentPosition(
      // Three places are about 100 metres; more never leaves the phone.
      ({ coords }) => keep(coords.latitude.toFixed(3), coords.longitude.toFixed(3), place.dataset.sayKnown),
      () => keep("", "", place.dataset.sayRefused),
      { timeout: 15000, maximumAge: 60000 }
    );
  });
  forget.addEventListener("click", () => keep("", "", ""));

  place.hidden = false;
})();
