import './learn.css'
import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Markdown } from '../../components/Markdown.tsx'
import { BlockIcon } from '../../components/pipeline-graph/BlockIcon.tsx'
import { Section } from '../../components/Section.tsx'
import type { Outputs } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'

type Block = Outputs['resources']['palette']['blocks'][number]

const categories = [
  ...(['data', 'preparation', 'features', 'models', 'evaluation', 'charts', 'output'] as const),
]

/** What every block does, by category; found ones in the order in which they were found. */
export function BlockDocs({ blocks, isSearch }: { blocks: Block[]; isSearch: boolean }) {
  const { t } = useTranslation('learn')
  if (blocks.length === 0) return null
  if (isSearch)
    return (
      <Section title={t('blocks')}>
        <BlockList blocks={blocks} />
      </Section>
    )
  return (
    <Section title={t('blocks')}>
      <Stack>
        {categories.map((category) => {
          const own = blocks.filter(({ spec }) => spec.category === category)
          if (own.length === 0) return null
          return (
            <Stack key={category} gap="xs">
              <Title order={3}>{t(`category.${category}`)}</Title>
              <BlockList blocks={own} />
            </Stack>
          )
        })}
      </Stack>
    </Section>
  )
}

function BlockList({ blocks }: { blocks: Block[] }) {
  return (
    <Paper withBorder>
      {blocks.map((block) => (
        <BlockEntry key={block.key} block={block} />
      ))}
    </Paper>
  )
}

function BlockEntry({ block: { spec } }: { block: Block }) {
  const language = useLanguage()
  const [isOpen, setOpen] = useState(false)
  const purpose = spec.docs[language].trim().split('\n')[0].replace(/[`*]/g, '')
  return (
    <details className="learn-block" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Group gap="sm" wrap="nowrap" display="inline-flex">
          <BlockIcon name={spec.icon} size={18} />
          <Text fw={600} size="sm" miw={190}>
            {spec.title[language]}
          </Text>
          {!isOpen && (
            <Text size="sm" c="dimmed" lineClamp={1}>
              {purpose}
            </Text>
          )}
        </Group>
      </summary>
      {isOpen && (
        <div className="learn-docs">
          <Markdown text={spec.docs[language]} headings={4} />
        </div>
      )}
    </details>
  )
}
