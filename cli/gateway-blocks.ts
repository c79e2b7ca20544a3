/** The gateway's blocks, asked for once and only where they are needed. */
import type { BlockSpec, Client } from '#client/index.ts'

/** The spec of a block by id and version; undefined where the gateway has none. */
export type FindBlock = (id: unknown, version: unknown) => Promise<BlockSpec | undefined>

export function blocksOf(client: Client): FindBlock {
  let specs: Promise<Map<string, BlockSpec>> | undefined
  return async (id, version) => {
    specs ??= client.blocks.catalog().then((all) => new Map(all.map(({ key, spec }) => [key, spec])))
    return (await specs).get(`${String(id)}@${String(version)}`)
  }
}
