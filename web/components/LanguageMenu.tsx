import { Button } from '@mantine/core'
import { IconLanguage } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { chooseLanguage } from '../lib/i18n.ts'
import { useLanguage } from '../lib/use-language.ts'
import { ChoiceMenu } from './ChoiceMenu.tsx'

/** German or English; names of languages stand in themselves. */
export function LanguageMenu() {
  const { t } = useTranslation()
  const language = useLanguage()
  const target = (
    <Button
      {...{
        variant: 'subtle',
        color: 'gray',
        size: 'compact-sm',
        'aria-label': `${t('language')}: ${language.toUpperCase()}`,
      }}
      leftSection={<IconLanguage size={18} />}
    >
      {language.toUpperCase()}
    </Button>
  )
  const choices = [
    { value: 'de' as const, label: 'Deutsch' },
    { value: 'en' as const, label: 'English' },
  ]
  return (
    <ChoiceMenu {...{ target, choices, value: language }} onChoose={(value) => void chooseLanguage(value)} />
  )
}
