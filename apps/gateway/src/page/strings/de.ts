import type { Strings } from '../strings.ts'

export const strings: Strings = {
  tag: 'de',
  dir: 'ltr',
  form: {
    heading: 'Konto anlegen',
    lead: 'Ein Name, der nur Ihnen gehört, und ein Passwort, das nur Sie kennen.',
    username: 'Benutzername',
    usernameHint: '3 bis 32 Buchstaben und Ziffern; dazwischen je ein Punkt, Unterstrich oder Bindestrich.',
    password: 'Passwort',
    passwordHint: 'Mindestens {n} Zeichen. Gut sind ein paar Wörter, die nicht zusammengehören.',
    show: 'Zeigen',
    showLabel: 'Passwort zeigen',
    hide: 'Verbergen',
    hideLabel: 'Passwort verbergen',
    shown: 'Ihr Passwort ist sichtbar.',
    hidden: 'Ihr Passwort ist verborgen.',
    left: { one: 'noch {n} Zeichen', other: 'noch {n} Zeichen' },
    enough: 'Lang genug',
    submit: 'Konto anlegen',
    submitting: 'Einen Augenblick …',
    promise: 'Ihr Passwort wird beim Eintreffen verschlüsselt und nie im Klartext gespeichert.',
    error: 'Fehler',
    summary: { one: 'Es gibt ein Problem mit einer Angabe', other: 'Es gibt Probleme mit {n} Angaben' },
    unreachable: 'Der Server ist nicht erreichbar. Ihre Angaben sind noch da: Bitte senden Sie sie gleich noch einmal.',
  },
  faults: {
    username: {
      required: 'Wählen Sie einen Benutzernamen.',
      wrong_type: 'Geben Sie den Benutzernamen noch einmal ein.',
      too_short: 'Nehmen Sie mindestens {n} Zeichen.',
      too_long: 'Nehmen Sie höchstens {n} Zeichen.',
      invalid_characters: 'Nehmen Sie Buchstaben und Ziffern, dazwischen je ein „.“, „_“ oder „-“.',
      confusable: 'Wählen Sie einen Namen, der keinem anderen zum Verwechseln ähnlich sieht.',
      reserved: 'Wählen Sie einen anderen Namen: Dieser wird nicht vergeben, auch nicht in ähnlicher Schreibung.',
    },
    password: {
      required: 'Wählen Sie ein Passwort.',
      wrong_type: 'Geben Sie das Passwort noch einmal ein.',
      too_short: 'Nehmen Sie mindestens {n} Zeichen.',
      too_long: 'Nehmen Sie höchstens {n} Zeichen.',
      invalid_characters: 'Nehmen Sie sichtbare Zeichen, die sich eintippen lassen.',
      common_password: 'Dieses Passwort ist leicht zu erraten. Nehmen Sie ein paar Wörter, die nicht zusammengehören.',
      contains_username: 'Dieses Passwort ist der Benutzername. Nehmen Sie etwas anderes.',
    },
    other: 'Das Formular enthielt ein unerwartetes Feld.',
  },
  refusals: {
    csrf_rejected:
      'Dieses Formular ist abgelaufen oder kam von einer anderen Website. Bitte senden Sie dieses neue ab.',
    idempotency_key_reused:
      'Dieses Formular wurde schon mit anderen Angaben gesendet. Bitte verwenden Sie dieses neue.',
    too_many_requests:
      'Aus Ihrem Netz kamen zu viele Registrierungen. Bitte warten Sie eine Minute und versuchen es dann erneut.',
    overloaded: 'Im Moment registrieren sich sehr viele Menschen. Bitte versuchen Sie es in einer Minute noch einmal.',
    queue_unavailable:
      'Die Registrierung ist vorübergehend nicht möglich. Es wurde nichts gesendet: Bitte versuchen Sie es in einigen Sekunden erneut.',
    internal_error: 'Bei uns ist etwas schiefgegangen. Bitte senden Sie es noch einmal.',
    other: 'Das Formular war nicht lesbar. Bitte füllen Sie es noch einmal aus.',
  },
  pending: {
    heading: 'Einen Augenblick',
    lead: 'Ihre Registrierung ist eingegangen und sicher. Sie können hier warten oder später auf diese Seite zurückkommen.',
    received: 'Angekommen',
    queued: 'Wartet, bis sie an der Reihe ist',
    processing: 'Ihr Passwort wird geschützt',
    done: 'Ihr Konto',
    slow: 'Es dauert länger als sonst, aber nichts geht verloren: Ihr Platz in der Reihe bleibt.',
    away: 'Der Server ist gerade nicht erreichbar. Ihre Registrierung ist dort sicher; diese Seite versucht es weiter.',
    refreshes: 'Diese Seite aktualisiert sich alle paar Sekunden.',
  },
  completed: {
    heading: 'Willkommen',
    lead: 'Ihr Konto ist bereit. Der Name gehört Ihnen.',
    entered: 'Angelegt am',
    proceed: 'Weiter',
  },
  rejected: {
    heading: 'Dieser Name ist vergeben',
    lead: 'Jemand anderes hat ihn schon. Wählen Sie einen anderen und geben Sie das Passwort zur Sicherheit noch einmal ein.',
    fault: 'Dieser Name gehört jemand anderem. Wählen Sie einen anderen.',
  },
  failed: {
    heading: 'Bei uns ist etwas schiefgegangen',
    lead: 'Ihre Registrierung konnte nicht abgeschlossen werden; Ihre Angaben waren richtig. Wir haben sie aufbewahrt und können sie noch abschließen: Diese Seite zeigt es dann an.',
    again: 'Neu beginnen',
  },
  notFound: {
    heading: 'Nicht gefunden',
    lead: 'Unter dieser Adresse ist keine Registrierung bekannt. Ergebnisse sind nur eine begrenzte Zeit abrufbar.',
    begin: 'Konto anlegen',
  },
}
