import { MemoryTopology } from './memory.ts'
import { describeTopology } from './topology-contract.ts'

describeTopology('MemoryTopology', async () => ({ topology: new MemoryTopology(), close: async () => {} }))
