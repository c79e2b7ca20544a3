import { ActionIcon, Button, Checkbox, Text } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { notifyDone, notifyProblem } from '../../../components/notify.ts'
import { BrowseLevel } from './BrowseFolder.tsx'
import type { BrowseProps } from './BrowseFolder.tsx'
import { candidateOf, collectBelow, mostAtOnce } from './machine.ts'
import type { BrowseItem, Candidate } from './machine.ts'

export interface BrowseRowProps extends BrowseProps {
  item: BrowseItem
  /** Names from the top down to this one. */
  path: string[]
}

/** A folder that opens, or a point that can be ticked, or both. */
export function BrowseRow(props: BrowseRowProps) {
  const { t } = useTranslation('connections')
  const [isOpen, setIsOpen] = useState(false)
  const { item, path } = props
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <li>
      <div className="browse-row">
        {item.hasChildren && (
          <ActionIcon
            {...{ variant: 'subtle', color: 'gray', size: 'sm', 'aria-expanded': isOpen }}
            aria-label={t('openFolder', { name: item.name })}
            onClick={() => setIsOpen(!isOpen)}
          >
            <Chevron size={16} />
          </ActionIcon>
        )}
        <Point {...props} />
        {item.hasChildren && isOpen && <AllBelow {...props} />}
      </div>
      {isOpen && <BrowseLevel {...props} parent={item.id} path={path} />}
    </li>
  )
}

function Point({ item, path, candidates, setCandidates }: BrowseRowProps) {
  const candidate = candidateOf(item, path)
  if (!candidate)
    return (
      <Text size="sm" fw={600} className="browse-name">
        {item.name}
      </Text>
    )
  const isChosen = candidates.some(({ key }) => key === candidate.key)
  const toggle = () =>
    setCandidates(
      isChosen ? candidates.filter(({ key }) => key !== candidate.key) : [...candidates, candidate],
    )
  const { type, unit, unitText, description } = item.tag!
  return (
    <>
      <Checkbox size="xs" checked={isChosen} onChange={toggle} label={item.name} title={description} />
      <Text size="xs" c="dimmed">
        {[type, unit ?? unitText].filter(Boolean).join(' · ')}
      </Text>
    </>
  )
}

function AllBelow({ machine, item, path, candidates, setCandidates }: BrowseRowProps) {
  const { t } = useTranslation('connections')
  const add = (found: Candidate[]) =>
    setCandidates([...new Map([...candidates, ...found].map((one) => [one.key, one])).values()])
  const collect = useMutation({
    mutationFn: () => collectBelow(machine, item, path),
    onSuccess: ({ candidates: found, isCut }) => {
      add(found)
      if (isCut) notifyDone(t('belowCut', { count: mostAtOnce }))
    },
    onError: notifyProblem,
  })
  return (
    <Button
      {...{ variant: 'default', size: 'compact-xs', loading: collect.isPending }}
      aria-label={t('allBelowOf', { name: item.name })}
      onClick={() => collect.mutate()}
    >
      {t('allBelow')}
    </Button>
  )
}
