import { Group, Text } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useGatewayState } from '../lib/gateway-state.ts'

/** Says that the gateway does not answer, for as long as it does not. */
export function GatewayBanner() {
  const { t } = useTranslation()
  const isAway = useGatewayState() === 'away'
  return (
    <div role="status">
      {isAway && (
        <Group className="gateway-banner" gap="sm" wrap="nowrap">
          <IconPlugConnectedX size={18} aria-hidden />
          <Text size="sm">{t('away')}</Text>
        </Group>
      )}
    </div>
  )
}
