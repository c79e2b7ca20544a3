/** What people are told for the codes of this adapter. */
import type { LocalText } from '#adapters/adapter.ts'

export const problemTexts: Record<string, LocalText> = {
  'certificate-unknown': {
    de: 'Das Zertifikat des Servers ist neu oder geändert: {subject}, Fingerabdruck {fingerprint}. Bitte prüfen.',
    en: 'The server’s certificate is new or changed: {subject}, fingerprint {fingerprint}. Please review it.',
  },
  'certificate-unreadable': {
    de: 'Der Server hat kein lesbares Zertifikat.',
    en: 'The server has no certificate that can be read.',
  },
  'certificate-expired': {
    de: 'Das Zertifikat des Servers ist seit {since} abgelaufen.',
    en: 'The server’s certificate expired on {since}.',
  },
  'certificate-not-yet-valid': {
    de: 'Das Zertifikat des Servers gilt erst ab {from}. Gehen beide Uhren richtig?',
    en: 'The server’s certificate is not valid before {from}. Are both clocks right?',
  },
  'certificate-wrong-host': {
    de: 'Das Zertifikat des Servers nennt {named}, verbunden wird mit {expected}.',
    en: 'The server’s certificate names {named}, the connection goes to {expected}.',
  },
  'certificate-wrong-application': {
    de: 'Das Zertifikat gehört zu einer anderen Anwendung ({named}) als der Server ({expected}).',
    en: 'The certificate belongs to another application ({named}) than the server ({expected}).',
  },
  'certificate-wrong-usage': {
    de: 'Das Zertifikat des Servers ist nicht für einen Server gemacht.',
    en: 'The server’s certificate was not made for a server.',
  },
  'certificate-weak': {
    de: 'Das Zertifikat des Servers ist zu schwach: mindestens RSA mit 2048 Bit und SHA-256.',
    en: 'The server’s certificate is too weak: at least RSA with 2048 bits and SHA-256.',
  },
  'certificate-revoked': {
    de: 'Das Zertifikat des Servers wurde von seiner Stelle zurückgezogen.',
    en: 'The server’s certificate was taken back by its authority.',
  },
  'certificate-not-of-channel': {
    de: 'Der Server antwortet mit einem anderen Zertifikat, als er gezeigt hat.',
    en: 'The server answers with another certificate than it showed.',
  },
  'opc-ua-no-endpoint': {
    de: 'Der Server bietet diese Sicherheit nicht an. Er hat: {offered}.',
    en: 'The server does not offer this security. It has: {offered}.',
  },
  'opc-ua-identity-not-offered': {
    de: 'Der Server kennt diese Art der Anmeldung nicht.',
    en: 'The server does not know this way to sign in.',
  },
  'opc-ua-identity-refused': {
    de: 'Der Server lehnt die Anmeldung ab ({status}).',
    en: 'The server refuses the sign-in ({status}).',
  },
  'opc-ua-password-unprotected': {
    de: 'Der Server würde das Kennwort nur unverschlüsselt annehmen.',
    en: 'The server would take the password only unencrypted.',
  },
  'opc-ua-own-certificate-refused': {
    de: 'Der Server vertraut EcoKIs Zertifikat noch nicht. Fingerabdruck (SHA-1): {thumbprint}',
    en: 'The server does not trust EcoKI’s certificate yet. Fingerprint (SHA-1): {thumbprint}',
  },
  'opc-ua-refused': { de: 'Der Server lehnt ab: {status}', en: 'The server refuses: {status}' },
  'opc-ua-connection-broken': {
    de: 'Die Verbindung brach ab: {reason}',
    en: 'The connection broke: {reason}',
  },
  'opc-ua-silent': {
    de: 'Der Server hält die Verbindung, sagt aber seit {silentMs} ms nichts.',
    en: 'The server holds the connection but has said nothing for {silentMs} ms.',
  },
  'opc-ua-subscription-lost': {
    de: 'Der Server hat das Abonnement beendet ({status}).',
    en: 'The server ended the subscription ({status}).',
  },
  'opc-ua-node-unknown': { de: 'Der Server kennt {node} nicht.', en: 'The server does not know {node}.' },
  'opc-ua-no-variable': { de: '{node} hat keinen Wert.', en: '{node} has no value.' },
  'opc-ua-not-readable': { de: '{node} darf nicht gelesen werden.', en: '{node} may not be read.' },
  'opc-ua-tag-refused': {
    de: 'Der Server gibt {node} nicht: {status}',
    en: 'The server does not give {node}: {status}',
  },
  'opc-ua-no-history': {
    de: 'Der Server hat keinen Verlauf von {node} ({status}).',
    en: 'The server has no history of {node} ({status}).',
  },
  'opc-ua-cursor-gone': {
    de: 'Diese Seite ist nicht mehr da. Bitte den Ordner neu öffnen.',
    en: 'This page is gone. Please open the folder again.',
  },
  'opc-ua-polls': {
    de: 'Der Server hat keine Abonnements: Werte werden regelmäßig gelesen.',
    en: 'The server has no subscriptions: values are read at intervals.',
  },
  'opc-ua-no-filter': {
    de: 'Der Server meldet bei {items} Punkten nur geänderte Werte.',
    en: 'The server reports only changed values for {items} points.',
  },
  'opc-ua-short-queues': {
    de: 'Der Server hält für {items} Punkte weniger Werte bereit, als ein Ausfall braucht.',
    en: 'The server keeps fewer values for {items} points than an outage needs.',
  },
  'opc-ua-held-back': {
    de: 'Werte können gerade nicht angenommen werden, der Server hält sie: {reason}',
    en: 'Values cannot be taken now, the server holds them: {reason}',
  },
  'opc-ua-history-not-released': {
    de: 'Der Server nahm das Ende des Lesens nicht an: {reason}',
    en: 'The server did not take the end of reading: {reason}',
  },
  'opc-ua-closed-badly': { de: 'Beim Trennen: {reason}', en: 'While disconnecting: {reason}' },
}
