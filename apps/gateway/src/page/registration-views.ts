import {
  type CompletedRegistration,
  isPending,
  type PendingRegistration,
  type Registration,
} from '@registrar/shared/contract/registration'
import { html } from 'hono/html'
import { linksOf, ROUTES } from '../http/paths.ts'
import type { Html, View } from './document.ts'
import { type FormContent, signUpForm } from './sign-up-form.ts'
import type { Strings } from './strings.ts'

type Content<R = Registration> = {
  registration: R
  /** Where this browser knows it. */
  username?: string | undefined
  returnUrl?: string | undefined
  /** Makes what a form needs, for the one page that has one. */
  form: () => Pick<FormContent, 'token' | 'passwordMinLength'>
}

/** A wait this long is unusual: hashing takes a moment, so there must be a queue. */
const SLOW_MS = 10_000

/** The page of one registration, whatever its status. */
export function registrationView(words: Strings, content: Content): View {
  const { registration } = content
  if (isPending(registration)) return pending(words, { ...content, registration })
  const { status } = registration
  if (status === 'completed')
    return { status, ...words.completed, sheet: completed(words, { ...content, registration }) }
  if (status === 'rejected') return { status, ...words.rejected, sheet: rejected(words, content) }
  return { status, ...words.failed, sheet: failed(words, content) }
}

function pending({ pending: words }: Strings, { registration, username }: Content<PendingRegistration>): View {
  const ageMs = Date.now() - Date.parse(registration.createdAt)
  const sheet = html`${entry(username)}
<ol class="way">
${step(registration, 'received', words.received)}
${step(registration, 'queued', words.queued)}
${step(registration, 'processing', words.processing)}
${step(registration, 'done', words.done)}
</ol>
<p class="aside" data-slow${ageMs < SLOW_MS && html` hidden`}>${words.slow}</p>
<p class="aside" data-away hidden>${words.away}</p>
<noscript><p class="aside">${words.refreshes}</p></noscript>`
  return {
    ...words,
    sheet,
    status: registration.status,
    follow: registration.links,
    refreshSeconds: refreshSeconds(ageMs),
  }
}

const step = ({ status }: PendingRegistration, name: string, text: string): Html =>
  html`<li data-step="${name}"${status === name && html` aria-current="step"`}>${text}</li>`

/** Soon at first, then less and less often, so that waiting pages do not slow down a long queue. */
function refreshSeconds(ageMs: number): number {
  if (ageMs < SLOW_MS) return 1
  return ageMs < 60_000 ? 5 : 15
}

function completed(
  { completed: words, tag }: Strings,
  { registration, username, returnUrl }: Content<CompletedRegistration>,
): Html {
  const finishedAt = new Date(registration.finishedAt)
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' }).format(finishedAt)
  return html`${entry(username)}
<p class="entered">${words.entered} <time datetime="${finishedAt.toISOString()}">${day}</time></p>
${returnUrl && html`<a class="button" href="${returnUrl}">${words.proceed}</a>`}`
}

function rejected(words: Strings, { username, form }: Content): Html {
  const faults = { username: [words.rejected.fault], password: [], other: [] }
  return signUpForm(words, { ...form(), username, faults, focus: 'username' })
}

/** The page of a registration whose status is unknown, because Redis is unavailable. It keeps retrying. */
export const awayView = ({ pending: words }: Strings, jobId: string): View => ({
  heading: words.heading,
  lead: words.away,
  sheet: html`<noscript><p class="hint">${words.refreshes}</p></noscript>`,
  follow: linksOf(jobId),
  refreshSeconds: 5,
})

const failed = ({ failed: words }: Strings, { username }: Content): Html =>
  html`${entry(username)}
<a class="button" href="${ROUTES.register}">${words.again}</a>`

/** The name as it stands in the register; `bdi`, for it may be written from the right. */
const entry = (username: string | undefined): Html =>
  html`${username && html`<p class="name"><bdi>${username}</bdi></p>`}`
