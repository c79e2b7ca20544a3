import { expect, it } from 'vitest'
import { parseAddresses } from './parse-addresses.ts'

const addresses = (protocol: string, text: string) =>
  parseAddresses(protocol, text).candidates.map(({ address }) => address)

it('reads a column of node ids, which hold semicolons', () => {
  const { candidates, unreadable } = parseAddresses(
    'opc-ua',
    'ns=2;s=Press.Speed\n\n i=2258 \nPress\nns=2;s=Press.Speed',
  )
  expect(candidates.map(({ address, name }) => [address, name])).toEqual([
    [{ node: 'ns=2;s=Press.Speed' }, 'Press.Speed'],
    [{ node: 'i=2258' }, 'i=2258'],
  ])
  expect(unreadable).toEqual([{ line: 4, text: 'Press' }])
})

it('takes names and units from further columns', () => {
  expect(parseAddresses('opc-ua', 'ns=2;s=A\tPress speed\tmm/s').candidates[0]).toMatchObject({
    ...{ name: 'Press speed', unit: 'mm/s', type: 'number' },
  })
})

it('reads topics, with a path where they carry JSON', () => {
  expect(addresses('mqtt', 'hall/press/speed\nhall/oven, $.t')).toEqual([
    { format: 'plain', topic: 'hall/press/speed' },
    { format: 'json', topic: 'hall/oven', path: '$.t' },
  ])
})

it('reads registers in either way of counting, and bits as yes or no', () => {
  expect(addresses('modbus', '40001\nholding:4, float32, CDAB, 3\n40001.5')).toEqual([
    { at: '40001' },
    { at: 'holding:4', as: 'float32', order: 'CDAB', unit: 3 },
    { at: '40001.5' },
  ])
  expect(parseAddresses('modbus', '10001').candidates[0].type).toBe('boolean')
  expect(parseAddresses('modbus', 'register 7').unreadable).toHaveLength(1)
})

it('reads a list of registers by its heading', () => {
  const list =
    'tag,unit_id,table,address,registers,type,order,scale,unit\nair/power,1,input,102,2,float32,BADC,1,kW\nair/on,1,discrete,100,1,bit,ABCD,1,'
  expect(
    parseAddresses('modbus', list).candidates.map(({ address, name, unit }) => ({ address, name, unit })),
  ).toEqual([
    { address: { at: 'input:102', as: 'float32', order: 'BADC', unit: 1 }, name: 'air/power', unit: 'kW' },
    { address: { at: 'discrete:100', unit: 1 }, name: 'air/on', unit: '' },
  ])
})

it('takes the length of texts and the scale of numbers from a list of registers', () => {
  const list =
    'tag,table,address,registers,type,order,scale\nshift,holding,10,8,string,ABCD,1\nair,holding,18,1,int16,ABCD,0.1'
  expect(parseAddresses('modbus', list).candidates).toMatchObject([
    { address: { at: 'holding:10', as: 'string', registers: 8 }, type: 'text', setup: undefined },
    { address: { at: 'holding:18', as: 'int16' }, type: 'number', setup: { scale: 0.1 } },
  ])
  expect(parseAddresses('modbus', 'holding:10, string').unreadable).toHaveLength(1)
})
