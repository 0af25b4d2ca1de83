import { likenessOf } from './username-lookalikes.ts'

/**
 * Names that would seem to speak for the service, or that software treats specially. Our own list, because no package
 * fits: those on npm reserve paths of websites (music, friends, first), and lack nobody and null. Sources: RFC 2142 (mailboxes
 * of a domain), the CA/Browser Forum's Baseline Requirements 3.2.2.4.4 (mailboxes that can obtain a certificate),
 * RFC 6761 (names of hosts), and the routes of this service. One spelling stands for all: see createReservedUsernames.
 */
const RESERVED = `
  admin admins administrator administration sysadmin sysadministrator systemadministrator superadmin superuser sudo root
  owner operator moderator moderators mod staff team official system
  support helpdesk help customerservice customersupport service services security safety trust abuse fraud compliance
  legal privacy dpo gdpr billing payment payments invoice account accounts accounting finance sales marketing press media
  contact info feedback jobs careers
  postmaster hostmaster webmaster noc usenet news www uucp ftp ssladmin ssladministrator sslwebmaster
  mail email mailer mailerdaemon noreply donotreply bounce bounces daemon nobody smtp imap pop pop3 dns ntp ssh
  localhost localdomain broadcasthost autoconfig autodiscover isatap wpad
  null nil none undefined void nan true false anonymous unknown guest everyone everybody self
  register registrar registration registrations livez readyz healthz metrics events
  signup signin signout login logout logon password passwd oauth auth api settings wellknown robots favicon
`

/** Whether a canonical name is reserved. Never throws. */
export type IsReserved = (canonical: string) => boolean

/**
 * Compares what names look like, so that one entry reserves all its spellings: ａｄｍｉｎ, adm1n, admın, r00t, no_reply.
 * A digit stands for the letters that look like it (0 for o, 1 for i and l); i and l themselves are two letters.
 * @param extra further names, in any spelling
 */
export function createReservedUsernames(extra: Iterable<string> = []): IsReserved {
  const kept = new Map<string, string[][]>()
  for (const entry of [...RESERVED.trim().split(/\s+/), ...extra]) {
    const likeness = likenessOf(entry)
    if (likeness === '') continue
    const key = withDigits(likeness)
    kept.set(key, [...(kept.get(key) ?? []), [...likeness]])
  }
  return (canonical) => {
    const likeness = likenessOf(canonical)
    return kept.get(withDigits(likeness))?.some((entry) => reads(likeness, entry)) ?? false
  }
}

const withDigits = (likeness: string) => likeness.replaceAll('o', '0').replace(/[il]/g, '1')

/** Both have the same length and the same form with digits, so they can differ only where one has i and the other l. */
const reads = (likeness: string, entry: string[]) =>
  [...likeness].every((letter, index) => letter === entry[index] || letter === '0' || letter === '1')
