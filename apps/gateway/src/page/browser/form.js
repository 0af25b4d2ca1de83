import { find, leaveFor, live, onShown, page, pageIn, show } from './page.js'

/** @returns {HTMLInputElement | null} the field of the password, where the page has one */
const passwordField = () => document.querySelector('input#password')

// What only a script can do is hidden in the page: the server cannot know that one runs.
onShown((main) => {
  const password = passwordField()
  if (!password) return
  for (const hidden of main.querySelectorAll('.reveal button, .length')) hidden.removeAttribute('hidden')
  measure(password)
})

document.addEventListener('submit', async (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement)) return
  event.preventDefault()
  const button = find(form, '.button')
  if (button.hasAttribute('aria-disabled')) return // a second click is the same wish
  const words = button.textContent
  button.setAttribute('aria-disabled', 'true')
  button.textContent = button.dataset.busy ?? ''
  reveal(find(form, '.reveal button'), false) // or password managers would not know it
  const unreachable = find(form, '[data-unreachable]')
  unreachable.hidden = true
  try {
    await send(form)
  } catch {
    unreachable.hidden = false
    unreachable.focus()
  } finally {
    button.removeAttribute('aria-disabled')
    button.textContent = words
  }
})

/**
 * Sends the form, and shows the page that comes back.
 * @param {HTMLFormElement} form
 * @throws Error when none of our pages comes back
 */
async function send(form) {
  const fields = new FormData(form)
  const answer = await fetch(form.action, {
    method: 'POST',
    headers: { accept: 'text/html', 'x-requested-with': 'fetch' }, // see own-origin.ts
    body: new URLSearchParams([...fields].map(([name, value]) => [name, String(value)])),
    ...(AbortSignal.timeout && { signal: AbortSignal.timeout(15_000) }), // younger than the rest of what is used here
  })
  const next = await pageIn(answer)
  if (!next) throw new Error('not one of our pages')
  const password = passwordField()
  if (password) password.value = ''
  const name = next.main.querySelector('#username')
  if (name instanceof HTMLInputElement) name.value ||= String(fields.get('username')) // it may not have been read
  if (answer.redirected) leaveFor(answer.url)
  show(next)
}

/**
 * Shows how much is missing until the password is long enough.
 * @param {HTMLInputElement} password
 */
function measure(password) {
  const hint = find(page(), '.length')
  const { min: least, left = '{}', enough: words = '' } = hint.dataset
  const min = Number(least)
  const count = [...password.value.normalize('NFC')].length // as the server counts: in code points
  const isEnough = count >= min
  find(hint, '.words').textContent = isEnough ? words : pluralize(JSON.parse(left), min - count)
  find(hint, '.bar').style.setProperty('--part', String(Math.min(count / min, 1)))
  // Announcing every key would drown the typing: only the one that matters is.
  if (isEnough && !hint.classList.contains('enough')) live.textContent = words
  hint.classList.toggle('enough', isEnough)
}

/**
 * @param {Record<string, string>} plural a text for each plural form of the language
 * @param {number} n
 */
function pluralize(plural, n) {
  const form = new Intl.PluralRules(document.documentElement.lang).select(n)
  return (plural[form] ?? plural.other ?? '').replace('{n}', String(n))
}

document.addEventListener('input', ({ target }) => {
  if (target instanceof HTMLInputElement && target === passwordField()) measure(target)
})

/**
 * @param {HTMLElement} button
 * @param {boolean} shown
 */
function reveal(button, shown) {
  const { show = '', showLabel = '', hide = '', hideLabel = '' } = button.dataset
  passwordField()?.setAttribute('type', shown ? 'text' : 'password')
  button.textContent = shown ? hide : show
  button.setAttribute('aria-label', shown ? hideLabel : showLabel)
}

document.addEventListener('click', ({ target }) => {
  if (!(target instanceof HTMLElement) || !target.matches('.reveal button')) return
  const shown = passwordField()?.type === 'password'
  reveal(target, shown)
  live.textContent = (shown ? target.dataset.shown : target.dataset.hidden) ?? ''
})
