import { html } from 'hono/html'
import { ROUTES } from '../http/paths.ts'
import type { Html } from './document.ts'
import type { FormFaults } from './form-faults.ts'
import { pluralize, type Strings, withNumber } from './strings.ts'

export type FormContent = {
  token: string
  username?: string | undefined
  passwordMinLength: number
  faults?: FormFaults | undefined
  /** One sentence above the form: why it is here again. */
  notice?: string | undefined
  /** Where the cursor goes; else to the notice or the errors, if there are any. */
  focus?: 'username' | undefined
}

/**
 * Where the form goes to. Not just /register: a post makes the browser forget what it has kept of that very address
 * (RFC 9111, 4.4), and the way back would lead to another form, with another nonce.
 */
const ACTION = `${ROUTES.register}?form`

/** The form. What only a script can do is hidden here; the script shows it. */
export function signUpForm(words: Strings, content: FormContent): Html {
  const { form } = words
  return html`<form method="post" action="${ACTION}" novalidate>
<p class="notice" tabindex="-1" hidden data-unreachable>${form.unreachable}</p>
${content.notice && html`<p class="notice" tabindex="-1" autofocus>${content.notice}</p>`}
${content.faults && !content.focus && summary(words, content.faults)}
<input type="hidden" name="token" value="${content.token}">
${usernameField(words, content)}
${passwordField(words, content)}
<button class="button" data-busy="${form.submitting}">${form.submit}</button>
<p class="promise">${form.promise}</p>
</form>`
}

function summary({ form, tag }: Strings, faults: FormFaults): Html {
  const all = [...faults.username, ...faults.password, ...faults.other]
  const items = (field: 'username' | 'password') =>
    faults[field].map((text) => html`<li><a href="#${field}">${form[field]}: ${text}</a></li>`)
  return html`<div class="summary" role="group" aria-labelledby="summary" tabindex="-1" autofocus>
<h2 id="summary">${pluralize(form.summary, all.length, tag)}</h2>
<ul>${items('username')}${items('password')}${faults.other.map((text) => html`<li>${text}</li>`)}</ul>
</div>`
}

function usernameField({ form }: Strings, { username, faults, focus }: FormContent): Html {
  const broken = faults?.username ?? []
  return html`<div class="field">
<label for="username">${form.username}</label>
<p class="hint" id="username-hint">${form.usernameHint}</p>
${errors('username', broken)}
<input id="username" name="username" value="${username ?? ''}" dir="auto" required${described('username', broken)}
 autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false"${focus === 'username' && html` autofocus`}>
</div>`
}

function passwordField({ form }: Strings, { passwordMinLength: min, faults }: FormContent): Html {
  const broken = faults?.password ?? []
  return html`<div class="field">
<label for="password">${form.password}</label>
<p class="hint" id="password-hint">${withNumber(form.passwordHint, min)}</p>
${errors('password', broken)}
<div class="reveal">
<input id="password" name="password" type="password" required${described('password', broken)}
 autocomplete="new-password" passwordrules="minlength: ${min};">
<button type="button" hidden aria-controls="password" aria-label="${form.showLabel}"
 data-show="${form.show}" data-show-label="${form.showLabel}" data-shown="${form.shown}"
 data-hide="${form.hide}" data-hide-label="${form.hideLabel}" data-hidden="${form.hidden}">${form.show}</button>
</div>
<p class="length" hidden data-min="${min}" data-left="${JSON.stringify(form.left)}" data-enough="${form.enough}">
<span class="bar"></span><span class="words"></span>
</p>
</div>`
}

const errors = (field: string, texts: string[]): Html =>
  html`${texts.length > 0 && html`<p class="error" id="${field}-error">${texts.join(' ')}</p>`}`

const described = (field: string, broken: string[]): Html =>
  broken.length > 0
    ? html` aria-invalid="true" aria-describedby="${field}-error ${field}-hint"`
    : html` aria-describedby="${field}-hint"`
