import { execFileSync } from 'node:child_process'
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { makeAuthority } from '#test/fixtures/certificates.ts'
import { readCertificate } from './certificate.ts'

const authority = makeAuthority()
afterAll(() => authority.remove())
const at = (name: string) => join(authority.folder, name)

const good = authority.sign('good', { days: 30 })

describe('a certificate', () => {
  test('is read with its names and its end', () => {
    const found = readCertificate(good)
    expect(found.names).toEqual(['plant.example', 'localhost', '127.0.0.1'])
    expect(Math.round((found.validTo.getTime() - Date.now()) / 86_400_000)).toBe(30)
  })

  test.each<[string, () => { cert: string; key: string }, RegExp]>([
    ['that expired', () => authority.sign('old', { days: -3 }), /old\.crt expired on \d{4}-\d\d-\d\d\.$/],
    [
      'of another key',
      () => ({ ...good, key: authority.sign('other').key }),
      /other\.key does not belong to .*good\.crt\.$/,
    ],
    [
      'that is not there',
      () => ({ ...good, cert: at('none.crt') }),
      /certificate .*none\.crt does not exist\.$/,
    ],
    ['whose key is not there', () => ({ ...good, key: at('none.key') }), /key .*none\.key does not exist\.$/],
    ['that is a key', () => ({ ...good, cert: good.key }), /good\.key holds no certificate in PEM/],
    [
      'whose key is a certificate',
      () => ({ ...good, key: good.cert }),
      /good\.crt holds no private key in PEM/,
    ],
    [
      'of the authority itself',
      () => ({ cert: authority.caFile, key: at('ca.key') }),
      /begins with the certificate of an authority/,
    ],
    ['for no host', () => authority.sign('nameless', { names: '' }), /nameless\.crt names no host/],
    ['in a folder', () => ({ ...good, cert: authority.folder }), /is a folder\.$/],
  ])('%s is refused in a sentence', (_, files, sentence) => {
    const given = files()
    expect(() => readCertificate(given)).toThrow(sentence)
  })

  test('that begins later, cut in half, or behind a locked key is refused', () => {
    expect(() => readCertificate(good, new Date('2001-01-01'))).toThrow("is this machine's clock right?")
    writeFileSync(at('cut.crt'), '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n')
    expect(() => readCertificate({ ...good, cert: at('cut.crt') })).toThrow('damaged certificate')
    execFileSync('openssl', [
      'pkcs8',
      '-topk8',
      '-in',
      good.key,
      '-out',
      at('locked.key'),
      '-passout',
      'pass:secret',
    ])
    expect(() => readCertificate({ ...good, key: at('locked.key') })).toThrow('locked.key is encrypted')
  })

  test('brings those of its issuers along', () => {
    const chained = authority.sign('chained')
    const own = readCertificate(chained).cert
    appendFileSync(chained.cert, execFileSync('cat', [authority.caFile]))
    expect(readCertificate(chained).cert.length).toBeGreaterThan(own.length)
  })
})
