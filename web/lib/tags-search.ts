/** What of the list of tags stands in the address. */
export interface TagsSearch {
  search?: string
  /** Place in the plant's tree; 'none': tags that are nowhere. */
  asset?: string
  connection?: string
  /** Only those that want a look. */
  state?: 'stale' | 'bad'
  /** The tag whose details are shown. */
  tag?: number
}

/** What can be read of an address that anyone may have written. */
export function readTagsSearch({
  search,
  asset,
  connection,
  state,
  tag,
}: Record<string, unknown>): TagsSearch {
  return {
    ...(typeof search === 'string' && search && { search: search.slice(0, 200) }),
    ...(isPlace(asset) && { asset }),
    ...(isId(connection) && { connection }),
    ...((state === 'stale' || state === 'bad') && { state }),
    ...(typeof tag === 'number' && Number.isInteger(tag) && tag > 0 && { tag }),
  }
}

/** The same for the gateway. */
export function tagsFilter({ search, asset, connection, state }: TagsSearch) {
  return {
    ...(search && { search }),
    ...(asset && { assetId: asset === 'none' ? null : asset }),
    ...(connection && { connectionId: connection }),
    ...(state === 'stale' && { isStale: true }),
    ...(state === 'bad' && { quality: 2 as const }),
  }
}

function isPlace(value: unknown): value is string {
  return value === 'none' || isId(value)
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)
}
