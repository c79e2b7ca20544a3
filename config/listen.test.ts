import { describe, expect, test } from 'vitest'
import { doorUrl, isLoopback, readDoor } from './listen.ts'

const pair = { tlsCert: '/tls/plant.crt', tlsKey: '/tls/plant.key' }
const tls = { cert: '/tls/plant.crt', key: '/tls/plant.key' }

describe('where colleagues come in', () => {
  test.each([
    ['192.168.1.5', { host: '192.168.1.5', port: 8443, tls }],
    ['192.168.1.5:443', { host: '192.168.1.5', port: 443, tls }],
    ['0.0.0.0:9000', { host: '0.0.0.0', port: 9000, tls }],
    ['[::]:9000', { host: '::', port: 9000, tls }],
    ['[fd00::5]', { host: 'fd00::5', port: 8443, tls }],
    ['fd00::5', { host: 'fd00::5', port: 8443, tls }],
    ['plant.example:1', { host: 'plant.example', port: 1, tls }],
  ])('%s is understood', (listen, door) => {
    expect(readDoor({ listen, ...pair })).toEqual(door)
  })

  test.each(['', 'a b', 'http://plant', 'plant:0', 'plant:65536', 'plant:x', '1:2:3:g'])(
    '"%s" is none',
    (listen) => {
      expect(() => readDoor({ listen, ...pair })).toThrow('is no address to listen at')
    },
  )

  test.each(['192.168.1.5', '0.0.0.0', '::', 'plant.example', '127.0.0.1.example', '[::ffff:10.0.0.1]:1'])(
    '%s is refused without TLS',
    (listen) => {
      expect(() => readDoor({ listen })).toThrow('without TLS anybody between could read passwords')
    },
  )

  test('this machine alone may be let in without', () => {
    expect(readDoor({ listen: '127.0.0.1:9000' })).toEqual({ host: '127.0.0.1', port: 9000 })
    expect(['127.8.9.1', '::1', 'localhost'].map(isLoopback)).toEqual([true, true, true])
  })

  test('what belongs together comes together', () => {
    expect(() => readDoor({ listen: '192.168.1.5', tlsCert: '/a' })).toThrow('give --tls-key, too')
    expect(() => readDoor({ listen: '127.0.0.1', tlsKey: '/a' })).toThrow('give --tls-cert, too')
    expect(() => readDoor(pair)).toThrow('give --listen, too')
    expect(readDoor({})).toBeUndefined()
  })

  test('the address that is told is one that the certificate stands for', () => {
    const names = ['*.plant.example', 'ecoki.plant.example', '10.0.0.5']
    expect(doorUrl({ host: '0.0.0.0', port: 8443, tls }, names)).toBe('https://ecoki.plant.example:8443')
    expect(doorUrl({ host: '10.0.0.5', port: 443, tls }, names)).toBe('https://10.0.0.5')
    expect(doorUrl({ host: '::1', port: 80 })).toBe('http://[::1]')
  })
})
