import {
  IconArrowBackUp,
  IconArrowsSplit,
  IconBox,
  IconCalendar,
  IconCalendarStats,
  IconChartDots,
  IconChartLine,
  IconClockHour4,
  IconColumns,
  IconDatabase,
  IconDatabaseExport,
  IconDatabaseImport,
  IconDropletHalf,
  IconEngine,
  IconFileDatabase,
  IconFileExport,
  IconFileTypeCsv,
  IconFilter,
  IconRepeat,
  IconTargetArrow,
  IconWaveSine,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'

type Icon = ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>

/** By name, so that the bundle holds these and not all of the set. */
const icons: Readonly<Record<string, Icon>> = {
  'arrow-back-up': IconArrowBackUp,
  'arrows-split': IconArrowsSplit,
  calendar: IconCalendar,
  'calendar-stats': IconCalendarStats,
  'chart-dots': IconChartDots,
  'chart-line': IconChartLine,
  'clock-hour-4': IconClockHour4,
  columns: IconColumns,
  database: IconDatabase,
  'database-export': IconDatabaseExport,
  'database-import': IconDatabaseImport,
  'droplet-half': IconDropletHalf,
  engine: IconEngine,
  'file-database': IconFileDatabase,
  'file-export': IconFileExport,
  'file-type-csv': IconFileTypeCsv,
  filter: IconFilter,
  repeat: IconRepeat,
  'target-arrow': IconTargetArrow,
  'wave-sine': IconWaveSine,
}

/** A block's icon; a plain box for names that are not bundled. */
export function BlockIcon({ name, size = 16 }: { name: string; size?: number }) {
  const Found = Object.hasOwn(icons, name) ? icons[name] : IconBox
  return <Found size={size} stroke={1.6} aria-hidden />
}
