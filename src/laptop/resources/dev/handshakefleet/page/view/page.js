"use strict";
(() => {
  const told = text => { const place = document.getElementById("told"); if (place) place.textContent = text; };
  const isReport = document.body.classList.contains("report");
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // uPlot's own labels have 12 hours and the time of the reader; everything else on the page is UTC.
  const inUtc = parts => new Intl.DateTimeFormat(undefined, { ...parts, timeZone: "UTC" });
  const clock = inUtc({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const clockWithSeconds = inUtc({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  const day = inUtc({ month: "short", day: "numeric" });
  const times = (splits, step) => splits.map((at, index) => {
    const date = day.format(at * 1000);
    const isNewDay = index === 0 || date !== day.format(splits[index - 1] * 1000);
    return (step < 60 ? clockWithSeconds : clock).format(at * 1000) + (isNewDay ? "\n" + date : "");
  });

  const charts = new Set();
  const draw = place => {
    const data = JSON.parse(place.dataset.chart);
    const text = colour("--muted");
    const axis = { stroke: text, grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif" };
    const series = [{}];
    const columns = [data.x];
    data.regions.forEach((region, index) => {
      series.push({ label: region.name, stroke: colour("--s" + index % 6), width: 1.5, spanGaps: false, points: { size: 4 },
        value: (_, v) => v == null ? "–" : v.toFixed(1) + " ms" });
      columns.push(region.y);
    });
    if (data.limit !== null) {
      series.push({ label: "limit", stroke: colour("--warning"), width: 1, dash: [6, 4], points: { show: false }, value: (_, v) => v + " ms" });
      columns.push(data.x.map(() => data.limit));
    }
    series.push({ label: "failed", stroke: colour("--critical"), paths: () => null, points: { show: true, size: 8, fill: colour("--critical") },
      value: (_, v) => v == null ? "–" : "yes" });
    columns.push(data.failed);
    place.querySelector("svg").setAttribute("class", "unseen");
    const width = () => Math.max(240, place.clientWidth);
    const chart = new uPlot({
      width: width(), height: 220, series, legend: { show: false }, cursor: { points: { size: 7 } },
      scales: { y: { range: (_, low, high) => [0, Math.max(high || 0, data.limit || 0, 1) * 1.1] } },
      tzDate: at => uPlot.tzDate(new Date(at * 1000), "UTC"),
      axes: [{ ...axis, space: 72, values: (_, splits, axisIndex, space, step) => times(splits, step) }, { ...axis, size: 62, values: (_, values) => values.map(v => v === 0 ? "0" : v + " ms") }],
    }, columns, place);
    charts.add({ chart, width, place });
  };
  const drawAll = () => {
    charts.forEach(one => { if (!one.place.isConnected) { one.chart.destroy(); charts.delete(one); } });
    const places = [...document.querySelectorAll("[data-chart]:not([data-drawn])")];
    if (typeof uPlot === "undefined") return;
    const seen = new IntersectionObserver(entries => entries.filter(e => e.isIntersecting).forEach(e => {
      seen.unobserve(e.target);
      draw(e.target);
    }), { rootMargin: "200px" });
    places.forEach(place => {
      place.dataset.drawn = "yes";
      if (isReport) seen.observe(place); else draw(place);
    });
  };
  addEventListener("resize", () => charts.forEach(one => one.chart.setSize({ width: one.width(), height: 220 })));

  const copyButtons = () => document.querySelectorAll(".commands li:not(.ready)").forEach(line => {
    line.classList.add("ready");
    if (!navigator.clipboard) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy: " + line.querySelector(".sub").textContent);
    button.addEventListener("click", () => navigator.clipboard.writeText(line.querySelector("code").textContent)
      .then(() => { button.textContent = "Copied"; told("Copied"); setTimeout(() => { button.textContent = "Copy"; }, 1500); }));
    line.append(button);
  });

  const fetched = async address => new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");

  const filterInReport = form => {
    const text = form.elements.q.value.trim().toLowerCase();
    const severity = form.elements.severity.value;
    const tag = form.elements.tag ? form.elements.tag.value : "";
    const rows = document.querySelectorAll("#overview tbody tr");
    let shown = 0;
    rows.forEach(row => {
      const fits = (!severity || row.dataset.severity === severity) && (!text || row.dataset.text.includes(text))
        && (!tag || row.dataset.tags.split("  ").includes(tag));
      row.hidden = !fits;
      if (fits) shown++;
    });
    document.getElementById("matching").textContent = shown + " of " + rows.length;
    told(shown + " of " + rows.length + " targets");
  };

  let asked = 0;
  const filterOnPage = async form => {
    const mine = ++asked;
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    const address = "/" + (query.size ? "?" + query : "");
    const page = await fetched(address);
    if (mine !== asked) return;
    document.getElementById("rows").replaceWith(document.importNode(page.getElementById("rows"), true));
    history.replaceState(null, "", address);
    const matching = document.getElementById("matching");
    told((matching ? matching.textContent : "0") + " targets");
  };

  let waiting;
  document.addEventListener("input", event => {
    const form = event.target.closest("form[role=search]");
    if (!form) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => isReport ? filterInReport(form) : filterOnPage(form), 150);
  });
  document.addEventListener("submit", event => {
    if (event.target.matches("form[role=search]")) {
      event.preventDefault();
      isReport ? filterInReport(event.target) : filterOnPage(event.target);
    }
  });

  const renew = async () => {
    const page = await fetched(location.href);
    const main = document.getElementById("main");
    const newer = page.getElementById("main");
    if (!newer) return;
    const active = document.activeElement;
    const inForm = active && main.contains(active) && active.closest("form");
    const open = [...main.querySelectorAll("details")].map(one => one.open);
    if (inForm) {
      ["#rows", ".tiles"].forEach(part => {
        const there = main.querySelector(part), other = newer.querySelector(part);
        if (there && other) there.replaceWith(document.importNode(other, true));
      });
    } else {
      const href = active && active.getAttribute && active.getAttribute("href");
      main.replaceChildren(...document.importNode(newer, true).childNodes);
      main.querySelectorAll("details").forEach((one, index) => { one.open = open[index] || false; });
      if (href) { const same = main.querySelector("a[href=\"" + CSS.escape(href) + "\"]"); if (same) same.focus({ preventScroll: true }); }
    }
    const state = page.getElementById("state");
    document.getElementById("state").textContent = state.textContent;
    told("Updated, " + state.textContent);
    drawAll();
    copyButtons();
  };

  drawAll();
  copyButtons();
  if (isReport) return;
  if (location.pathname !== "/adhoc") {
    const events = new EventSource("/events");
    events.addEventListener("run", renew);
    events.addEventListener("error", () => { document.getElementById("state").textContent = "not connected, trying again"; });
  }
})();
