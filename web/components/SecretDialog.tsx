import { Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

export interface SecretDialogProps {
  title: string
  hint: string
  secret: string
  onClose(): void
}

/** Something that is shown only now: a link, a token. Closes only by its button, not by a click beside it. */
export function SecretDialog({ title, hint, secret, onClose }: SecretDialogProps) {
  const { t } = useTranslation()
  return (
    <Modal opened {...{ onClose, title, closeOnClickOutside: false, withCloseButton: false, size: 'lg' }}>
      <Stack gap="md">
        <Text size="sm">{hint}</Text>
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {secret}
        </Code>
        <Group justify="flex-end" gap="xs">
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? t('copied') : t('copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{t('close')}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
