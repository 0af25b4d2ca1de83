import { find, live, onShown, pageIn, show } from './page.js'

/** After so long the page says that it takes longer than usual. */
const SLOW_MS = 10_000

/** The first event comes at once: where it does not within this, something on the way holds the stream back. */
const FIRST_EVENT_MS = 5_000

onShown((main, signal) => {
  const { status, events } = main.dataset
  if (!events) return
  if (status) follow(main, events, signal)
  else void poll(main, signal) // the server itself was cut off when it made this page
})

/**
 * Follows a registration that waits, by its event stream.
 * @param {HTMLElement} main
 * @param {string} address
 * @param {AbortSignal} signal
 */
function follow(main, address, signal) {
  setTimeout(() => {
    find(main, '[data-slow]').hidden = false
  }, SLOW_MS)
  const events = new EventSource(address)
  const cut = () => {
    events.close()
    clearTimeout(patience)
    if (!signal.aborted) void poll(main, signal)
  }
  const patience = setTimeout(cut, FIRST_EVENT_MS)
  signal.addEventListener('abort', cut)
  events.onerror = cut
  events.addEventListener('status', ({ data }) => {
    clearTimeout(patience)
    const { status, finishedAt } = JSON.parse(data)
    if (finishedAt) cut()
    else report(main, status)
  })
}

/**
 * Shows the status of a registration that still waits.
 * @param {HTMLElement} main
 * @param {string} status
 */
function report(main, status) {
  find(main, '[data-away]').hidden = true
  if (main.dataset.status === status) return
  main.dataset.status = status
  main.querySelector('[aria-current]')?.removeAttribute('aria-current')
  const step = find(main, `[data-step=${status}]`)
  step.setAttribute('aria-current', 'step')
  live.textContent = step.textContent
}

/**
 * Asks with long polls, for as long as it takes: fetches the outcome's page, and goes on where a stream was cut.
 * @param {HTMLElement} main
 * @param {AbortSignal} signal
 */
async function poll(main, signal) {
  for (let failures = 0; !signal.aborted; ) {
    try {
      const answer = await fetch(`${main.dataset.self}?wait=20`, { headers: { accept: 'text/html' }, signal })
      const next = await pageIn(answer)
      const status = next?.main.dataset.status
      if (next && (status || answer.status === 404)) {
        if (!status || !next.main.dataset.events || !main.dataset.status) return show(next)
        report(main, status)
        failures = 0
        await pause(1_000, signal)
        continue
      }
    } catch {
      if (signal.aborted) return
    }
    reportOutage(main)
    await pause(Math.min(2 ** failures++, 15) * 1_000 * (0.5 + Math.random() / 2), signal)
  }
}

/** Says that the server cannot be reached, once. @param {HTMLElement} main */
function reportOutage(main) {
  const away = main.querySelector('[data-away]')
  if (!away?.hasAttribute('hidden')) return
  away.removeAttribute('hidden')
  live.textContent = away.textContent
}

/**
 * @param {number} ms
 * @param {AbortSignal} signal
 */
const pause = (ms, signal) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
    signal.addEventListener('abort', resolve)
  })
