import type account from '../i18n/en/account.json'
import type connections from '../i18n/en/connections.json'
import type editor from '../i18n/en/editor.json'
import type frame from '../i18n/en/frame.json'
import type graph from '../i18n/en/graph.json'
import type learn from '../i18n/en/learn.json'
import type pipelines from '../i18n/en/pipelines.json'
import type reasons from '../i18n/en/reasons.json'
import type refusals from '../i18n/en/refusals.json'
import type runs from '../i18n/en/runs.json'
import type settings from '../i18n/en/settings.json'
import type start from '../i18n/en/start.json'
import type tags from '../i18n/en/tags.json'
import type templates from '../i18n/en/templates.json'
import type trends from '../i18n/en/trends.json'
import type tour from '../i18n/en/tour.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'frame'
    keySeparator: false
    resources: {
      account: typeof account
      connections: typeof connections
      editor: typeof editor
      frame: typeof frame
      graph: typeof graph
      learn: typeof learn
      pipelines: typeof pipelines
      reasons: typeof reasons
      refusals: typeof refusals
      runs: typeof runs
      settings: typeof settings
      start: typeof start
      tags: typeof tags
      templates: typeof templates
      tour: typeof tour
      trends: typeof trends
    }
  }
}
