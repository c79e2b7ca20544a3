/** The way from measurements to a scored model, as plant engineers draw it, on a million rows. */
const node = (id: string, block: string, config: Record<string, unknown> = {}) => ({
  id,
  block,
  version: 1,
  config,
})
const wire = (from: string, to: string) => {
  const [[fromNode, fromPort], [toNode, toPort]] = [from.split('.'), to.split('.')]
  return { from: { node: fromNode, port: fromPort }, to: { node: toNode, port: toPort } }
}

export const wideDocument = {
  ecoki: 1,
  id: 'wide-table',
  name: 'wide-table',
  parameters: { seed: { schema: { type: 'integer', minimum: 0 }, default: 1 } },
  nodes: [
    node('station', 'simulated-history', {
      days: 3_472,
      step: '5 min',
      missing: 0.02,
      zone: 'UTC',
      seed: { $param: 'seed' },
    }),
    node('pick', 'select', {
      columns: [
        'energy',
        'power',
        'flow',
        'pressure',
        'ambient_temperature',
        'pressure_setpoint',
        'planned_rate',
      ],
    }),
    node('fill', 'fill-missing', { method: 'forward', maxGap: '1 h' }),
    node('before', 'lag', { columns: ['power', 'flow'], lags: [1, 12] }),
    node('smooth', 'rolling-statistics', { columns: ['flow', 'pressure'], statistics: ['mean', 'max'] }),
    node('calendar', 'calendar-features', { features: ['is-weekend', 'hour-sin', 'hour-cos'] }),
    node('split', 'time-split', { fraction: 0.75 }),
    node('learn', 'linear-regression-fit', {
      target: 'energy',
      features: ['flow', 'pressure_setpoint', 'ambient_temperature', 'is_weekend', 'hour_sin', 'hour_cos'],
    }),
    node('predict', 'linear-regression-predict'),
    node('score', 'score', { actual: 'energy', predictions: ['energy_predicted'] }),
  ],
  edges: [
    wire('station.table', 'pick.table'),
    wire('pick.table', 'fill.table'),
    wire('fill.table', 'before.table'),
    wire('before.table', 'smooth.table'),
    wire('smooth.table', 'calendar.table'),
    wire('calendar.table', 'split.table'),
    wire('split.train', 'learn.table'),
    wire('learn.model', 'predict.model'),
    wire('split.test', 'predict.table'),
    wire('predict.table', 'score.table'),
  ],
}
