// Without this script everything works by links, posts and refreshes. With it the same pages come in place: it fetches
// what the browser would have fetched and shows the `main` of the answer. It knows no words: all come with the pages.

const live = document.getElementById('live')
const page = () => document.querySelector('main')

/** The pages that were left in place, by address, for the way back. */
const left = new Map()

/** The address of the page that is shown. A step to one of its own fragments is no way back. */
let path = location.pathname

/** Aborts when the page that is shown is left, and with it whatever it waited for. */
let stay = new AbortController()

// The script could not find out earlier what the server cannot know: that it runs.
const begin = () => {
  stay.abort()
  stay = new AbortController()
  const password = document.getElementById('password')
  if (password) {
    for (const hidden of page().querySelectorAll('.reveal button, .length')) hidden.hidden = false
    measure(password)
  }
  if (page().dataset.events) void follow(page(), stay.signal)
}

/** Puts `next` in the place of the page, and the focus where it would be after a load. */
const show = (next, title) => {
  const focus = next.querySelector('[autofocus]') ?? next.querySelector('h1')
  focus.removeAttribute('autofocus') // which the browser heeds at a load only
  path = location.pathname
  page().replaceWith(next)
  document.title = title
  live.textContent = ''
  begin()
  focus.focus()
  focus.select?.()
  if (!focus.matches('input')) scrollTo(0, 0)
}

const pageIn = async (response) => {
  const answer = new DOMParser().parseFromString(await response.text(), 'text/html')
  return { main: answer.querySelector('main'), title: answer.title }
}

// ---- The form

document.addEventListener('submit', async (event) => {
  const form = event.target
  event.preventDefault()
  const button = form.querySelector('.button')
  if (button.hasAttribute('aria-disabled')) return // a second click is the same wish
  const words = button.textContent
  button.setAttribute('aria-disabled', 'true')
  button.textContent = button.dataset.busy
  reveal(form.querySelector('.reveal button'), false) // or password managers would not know it
  const unreachable = form.querySelector('[data-unreachable]')
  unreachable.hidden = true
  const { username, password } = form
  try {
    const response = await fetch(form.action, {
      method: 'POST',
      headers: { accept: 'text/html' },
      body: new URLSearchParams(new FormData(form)),
      signal: AbortSignal.timeout?.(15_000), // which is younger than the rest of what is used here
    })
    const { main, title } = await pageIn(response)
    if (!main) throw new Error('not one of our pages')
    password.value = ''
    const name = main.querySelector('#username')
    if (name) name.value ||= username.value // a refusal may come before the form was read
    if (response.redirected) {
      left.set(location.pathname, { main: page(), title: document.title })
      history.pushState(null, '', response.url)
    }
    show(main, title)
  } catch {
    unreachable.hidden = false
    unreachable.focus()
  } finally {
    button.removeAttribute('aria-disabled')
    button.textContent = words
  }
})

// The form of a registration is the same form again, nonce and all: sent once more, it makes no second one.
addEventListener('popstate', () => {
  if (location.pathname === path) return
  const before = left.get(location.pathname)
  if (before) show(before.main, before.title)
  else location.reload()
})

const measure = (password) => {
  const hint = password.form.querySelector('.length')
  const min = Number(hint.dataset.min)
  const count = [...password.value.normalize('NFC')].length // as the server counts: in code points
  const enough = count >= min
  const plural = JSON.parse(hint.dataset.left)
  const missing = plural[new Intl.PluralRules(document.documentElement.lang).select(min - count)] ?? plural.other
  hint.querySelector('.words').textContent = enough ? hint.dataset.enough : missing.replace('{n}', min - count)
  hint.querySelector('.bar').style.setProperty('--part', Math.min(count / min, 1))
  // Every key told aloud would drown the typing: only the one that matters is.
  if (enough && !hint.classList.contains('enough')) live.textContent = hint.dataset.enough
  hint.classList.toggle('enough', enough)
}

document.addEventListener('input', ({ target }) => {
  if (target.id === 'password') measure(target)
})

const reveal = (button, shown) => {
  const { show, showLabel, hide, hideLabel } = button.dataset
  document.getElementById('password').type = shown ? 'text' : 'password'
  button.textContent = shown ? hide : show
  button.setAttribute('aria-label', shown ? hideLabel : showLabel)
}

document.addEventListener('click', ({ target }) => {
  if (!target.matches('.reveal button')) return
  const shown = document.getElementById('password').type === 'password'
  reveal(target, shown)
  live.textContent = shown ? target.dataset.shown : target.dataset.hidden
})

// ---- A registration that waits

const pause = (ms, signal) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
    signal.addEventListener('abort', resolve)
  })

const follow = (main, signal) => {
  if (!main.dataset.status) return poll(main, signal) // the server itself was cut off when it made this page
  setTimeout(() => {
    main.querySelector('[data-slow]').hidden = false
  }, 10_000)
  const events = new EventSource(main.dataset.events)
  const cut = () => {
    events.close()
    clearTimeout(patience)
    if (!signal.aborted) void poll(main, signal)
  }
  // The first event comes at once: where it does not, something on the way holds the stream back.
  const patience = setTimeout(cut, 5_000)
  signal.addEventListener('abort', cut)
  events.onerror = cut
  events.addEventListener('status', ({ data }) => {
    clearTimeout(patience)
    const { status, finishedAt } = JSON.parse(data)
    if (finishedAt) cut()
    else tell(main, status)
  })
}

const tell = (main, status) => {
  main.querySelector('[data-away]').hidden = true
  if (main.dataset.status === status) return
  main.dataset.status = status
  main.querySelector('[aria-current]')?.removeAttribute('aria-current')
  const step = main.querySelector(`[data-step=${status}]`)
  step.setAttribute('aria-current', 'step')
  live.textContent = step.textContent
}

/** Asks with long polls, for as long as it takes: fetches the outcome's page, and goes on where a stream was cut. */
const poll = async (main, signal) => {
  for (let failures = 0; !signal.aborted; ) {
    try {
      const response = await fetch(`${main.dataset.self}?wait=20`, { headers: { accept: 'text/html' }, signal })
      const next = await pageIn(response)
      if (next.main.dataset.status || response.status === 404) {
        if (!next.main.dataset.events || !main.dataset.status) return show(next.main, next.title)
        tell(main, next.main.dataset.status)
        failures = 0
        await pause(1_000, signal)
        continue
      }
    } catch {
      if (signal.aborted) return
    }
    const away = main.querySelector('[data-away]')
    if (away?.hidden) live.textContent = away.textContent
    if (away) away.hidden = false
    await pause(Math.min(2 ** failures++, 15) * 1_000 * (0.5 + Math.random() / 2), signal)
  }
}

// A change of network cuts streams without a sign, and so does the browser's own store of pages for the way back.
addEventListener('online', begin)
addEventListener('pageshow', ({ persisted }) => persisted && begin())

begin()
