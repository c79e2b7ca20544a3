/** Counters behind OPC UA, for `bench/opc-ua.ts`: `nodes` values each `everyMs`, each one more than the last. */
import { OPCUACertificateManager } from 'node-opcua-certificate-manager'
import { DataType, StatusCodes } from 'node-opcua-client'
import { OPCUAServer } from 'node-opcua-server'
import type { UAVariable } from 'node-opcua-address-space'

const [folder, port, nodes, everyMs, rounds] = [process.argv[2], ...process.argv.slice(3).map(Number)] as [
  string,
  ...number[],
]

const certificates = new OPCUACertificateManager({
  rootFolder: folder,
  automaticallyAcceptUnknownCertificate: true,
})
await certificates.initialize()
const server = new OPCUAServer({
  port,
  ...{ serverCertificateManager: certificates, userCertificateManager: certificates },
  serverInfo: { applicationUri: 'urn:ecoki:bench' },
})
await server.initialize()
const space = server.engine.addressSpace!
const namespace = space.registerNamespace('urn:bench')
const counters: UAVariable[] = Array.from({ length: nodes }, (_, index) =>
  namespace.addVariable({
    organizedBy: space.rootFolder.objects,
    nodeId: `s=n${index}`,
    browseName: `n${index}`,
    dataType: 'Double',
    minimumSamplingInterval: 0,
  }),
)
for (const counter of counters) counter.setValueFromSource({ dataType: DataType.Double, value: 0 })
await server.start()
process.send!({ ready: true, certificate: server.getCertificate().toString('base64') })

process.on('message', (message) => {
  if (message === 'go') count()
  else void server.shutdown(100).then(() => process.disconnect())
})

function count(): void {
  let round = 0
  const timer = setInterval(() => {
    round++
    const now = new Date()
    for (const counter of counters)
      counter.setValueFromSource({ dataType: DataType.Double, value: round }, StatusCodes.Good, now)
    if (round < rounds) return
    clearInterval(timer)
    process.send!({ done: true })
  }, everyMs)
}
