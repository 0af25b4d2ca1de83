import type { Registration } from '@registrar/shared/contract/registration'
import { html } from 'hono/html'
import type { Assets } from './assets.ts'
import type { PageSettings } from './page-settings.ts'
import type { Strings } from './strings.ts'

export type Html = ReturnType<typeof html>

/** What every page is made with. */
export type Frame = { words: Strings; settings: PageSettings; urlOf: Assets['urlOf'] }

/** One page: what it says on top, and the sheet below or beside that. */
export type View = {
  heading: string
  lead: string
  sheet: Html
  /** Stands before the title in the window's own. */
  titlePrefix?: string | undefined
  /** How the registration stands, where the page is about one. */
  status?: Registration['status'] | undefined
  /** Where its changes can be followed, while it has no outcome. */
  follow?: Registration['links'] | undefined
  /** Where there is no script the page looks again after so long. */
  refreshSeconds?: number | undefined
}

/** All of them, so that none waits until another has asked for it. */
const SCRIPTS = ['page.js', 'form.js', 'registration.js'] as const

/** The whole document. The script replaces `main` by that of another page, so everything about the page is in there. */
export const documentOf = ({ words, settings, urlOf }: Frame, view: View): Html => html`<!doctype html>
<html lang="${words.tag}" dir="${words.dir}">
<head>
<meta charset="utf-8">
<title>${view.titlePrefix && `${view.titlePrefix}: `}${view.heading} · ${settings.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="${urlOf('page.css')}">
<link rel="icon" href="${urlOf('icon.svg')}" type="image/svg+xml">
${SCRIPTS.map((name) => html`<script type="module" src="${urlOf(name)}"></script>`)}
${view.refreshSeconds && html`<noscript><meta http-equiv="refresh" content="${view.refreshSeconds}"></noscript>`}
</head>
<body>
<header>
<img src="${settings.logoUrl ?? urlOf('icon.svg')}" alt="" height="32"${!settings.logoUrl && html` width="32"`}>
<span>${settings.title}</span>
</header>
<main${dataOf(view)}>
<div class="intro">
<h1 tabindex="-1">${view.heading}</h1>
<p>${view.lead}</p>
</div>
<div class="sheet">
${view.sheet}
</div>
</main>
<p id="live" class="unseen" role="status"></p>
</body>
</html>
`

const dataOf = ({ status, follow }: View): Html =>
  html`${status && html` data-status="${status}"`}${
    follow && html` data-self="${follow.self}" data-events="${follow.events}"`
  }`
