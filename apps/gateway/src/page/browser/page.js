// Without these scripts everything works by links, posts and refreshes. With them the same pages come in place: they
// fetch what the browser would have fetched and show the `main` of the answer. They know no words: all come with the
// pages.

/** Where screen readers are told what has changed. */
export const live = find(document, '#live')

/** The page that is shown. */
export const page = () => find(document, 'main')

/**
 * An element that our own pages have.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function find(root, selector) {
  const found = root.querySelector(selector)
  if (!(found instanceof HTMLElement)) throw new Error(`no ${selector} on this page`)
  return found
}

/** @typedef {{ main: HTMLElement, title: string }} Shown a page that can be shown in place of another */

/** The pages that were replaced, by address, for the way back. @type {Map<string, Shown>} */
const replaced = new Map()

/** The address of the page that is shown. A step to one of its own fragments is no way back. */
let path = location.pathname

/** Aborts when the page that is shown is replaced, and with it whatever it waited for. */
let stay = new AbortController()

/** @typedef {(main: HTMLElement, signal: AbortSignal) => void} Beginning */

/** @type {Beginning[]} */
const beginnings = []

/**
 * Has `beginning` called with the page that is shown, now and whenever another one is. Its signal aborts when that is
 * replaced.
 * @param {Beginning} beginning
 */
export function onShown(beginning) {
  beginnings.push(beginning)
  beginning(page(), stay.signal)
}

function begin() {
  stay.abort()
  stay = new AbortController()
  for (const beginning of beginnings) beginning(page(), stay.signal)
}

/**
 * Puts a page in the place of the one that is shown, and the focus where it would be after a load.
 * @param {Shown} next
 */
export function show({ main, title }) {
  const focus = find(main, main.querySelector('[autofocus]') ? '[autofocus]' : 'h1')
  focus.removeAttribute('autofocus') // which the browser heeds at a load only
  path = location.pathname
  page().replaceWith(main)
  document.title = title
  live.textContent = ''
  begin()
  focus.focus()
  if (focus instanceof HTMLInputElement) focus.select()
  else scrollTo(0, 0)
}

/** Goes to another address, whose page is then to be shown. @param {string} address */
export function leaveFor(address) {
  replaced.set(location.pathname, { main: page(), title: document.title })
  history.pushState(null, '', address)
}

/**
 * The page in an answer; undefined when it is not one of ours.
 * @param {Response} answer
 * @returns {Promise<Shown | undefined>}
 */
export async function pageIn(answer) {
  const { body, title } = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const main = body.querySelector('main')
  return main ? { main, title } : undefined
}

// The form of a registration is the same form again, nonce and all: sent once more, it makes no second one.
addEventListener('popstate', () => {
  if (location.pathname === path) return
  const before = replaced.get(location.pathname)
  if (before) show(before)
  else location.reload()
})

// A change of network cuts streams without a sign, and so does the browser's own store of pages for the way back.
addEventListener('online', begin)
addEventListener('pageshow', ({ persisted }) => persisted && begin())
