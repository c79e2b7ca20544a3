import { MemoryStore } from './memory-store.ts'
import { describeStore } from './store-contract.ts'

describeStore('MemoryStore', (folder) => new MemoryStore(folder))
