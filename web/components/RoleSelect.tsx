import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ProjectRole } from '../lib/session.ts'

const roles: ProjectRole[] = ['viewer', 'operator', 'engineer', 'admin']

export interface RoleSelectProps {
  label: string
  /** The label is only for those who do not see the table around it. */
  isBare?: boolean
  value: ProjectRole
  onChange(role: ProjectRole): void
}

/** What somebody may do in a project. */
export function RoleSelect({ label, isBare, value, onChange }: RoleSelectProps) {
  const { t } = useTranslation()
  return (
    <Select
      {...(isBare ? { 'aria-label': label } : { label })}
      {...{ value, allowDeselect: false, w: 170 }}
      data={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
      onChange={(next) => next && onChange(next as ProjectRole)}
    />
  )
}
