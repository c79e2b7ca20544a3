import { Group, Paper, Stack, Tabs, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { StatusMark } from '../../components/StatusMark.tsx'
import { useProjectId } from '../../lib/project.ts'
import { Attempts } from './Attempts.tsx'
import { FailureNote } from './FailureNote.tsx'
import type { Step } from './run-facts.ts'
import { StepInputs, StepOutputs } from './StepData.tsx'

/** What one step did: its attempts with their words, what went in and came out. */
export function StepPanel({ run, step }: { run: string; step: Step }) {
  const { t } = useTranslation('runs')
  const hasResults = step.status === 'done' || step.status === 'reused'
  return (
    <Paper withBorder p="md" component="section" aria-label={step.node} miw={0}>
      <Stack gap="sm">
        <div>
          <Title order={2}>{step.node}</Title>
          <Group gap="sm" align="center">
            <StatusMark kind="step" status={step.status} />
            <Text size="sm" c="dimmed">
              {step.block}
            </Text>
          </Group>
        </div>
        {step.error && <FailureNote error={step.error} />}
        {step.reusedFrom && <Reused run={step.reusedFrom} />}
        <Tabs defaultValue={hasResults ? 'outputs' : 'details'} keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="details">{t('details')}</Tabs.Tab>
            <Tabs.Tab value="outputs">{t('outputs')}</Tabs.Tab>
            <Tabs.Tab value="inputs">{t('inputs')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="details" pt="sm">
            <Attempts run={run} step={step} />
          </Tabs.Panel>
          <Tabs.Panel value="outputs" pt="sm">
            <StepOutputs run={run} node={step.node} />
          </Tabs.Panel>
          <Tabs.Panel value="inputs" pt="sm">
            <StepInputs run={run} node={step.node} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </Paper>
  )
}

function Reused({ run }: { run: string }) {
  const { t } = useTranslation('runs')
  const projectId = useProjectId()
  return (
    <Text size="sm">
      {t('reusedFrom')}{' '}
      <Link to="/p/$projectId/runs/$run" params={{ projectId, run }}>
        {t('showRun')}
      </Link>
    </Text>
  )
}
