import { useLanguage } from '../../lib/use-language.ts'
import { useProtocols } from './use-connections.ts'

/** A protocol by its title; by its short name while that is not known. */
export function ProtocolName({ protocol }: { protocol: string }) {
  const language = useLanguage()
  const known = useProtocols().data?.find((one) => one.protocol === protocol)
  return <>{known?.title[language] ?? protocol}</>
}
