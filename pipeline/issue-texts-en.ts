/** English texts of all problems. {name} and {name:format} are filled in by render-text.ts. */
import type { IssueCode } from './issue-codes.ts'
import type { IssueText } from './issue-texts.ts'

export const english: Record<IssueCode, IssueText> = {
  'document-version': {
    message: 'The document says ecoki: {version}, this EcoKI reads up to version {newest}.',
    remedy: 'Open it with a newer EcoKI, or export it there in an older format.',
  },
  'document-unknown-key': {
    message: 'The document has an unknown key "{key}" at {path}.{near:near}',
    remedy: 'Remove the key or correct its name.',
  },
  'document-field': {
    message: 'The document is not right at {path}: {problem}',
    remedy: 'Correct this value.',
  },
  'too-big': {
    message: 'Too big: {what} is {count:number}, at most {limit:number} are allowed.',
    remedy: 'Split the pipeline into smaller ones, or choose fewer columns.',
  },
  'parameter-unknown': {
    message: 'There is no parameter "{name}".{near:near}',
    remedy: 'Add it under parameters, or use one that exists.',
  },
  'parameter-schema': {
    message: 'The schema of parameter "{name}" is not right: {problem:localized}',
    remedy: 'Use type, enum, minimum, maximum, pattern, title and description only.',
  },
  'parameter-value': {
    message: 'The value of parameter "{name}" is not allowed: {problem:localized}',
    remedy: 'Give a value that fits the schema of the parameter.',
  },
  'nothing-to-run': {
    message: 'The pipeline has no block that could run.',
    remedy: 'Add a block, or enable one.',
  },
  'node-twice': {
    message: 'The name "{node}" is used by {count} nodes.',
    remedy: 'Give every node a name of its own.',
  },
  'edge-no-node': {
    message: 'A wire {end:end} node "{node}", which does not exist.{near:near}',
    remedy: 'Remove the wire or connect it to an existing node.',
  },
  'edge-no-port': {
    message:
      'A wire {end:end} port "{port}" of "{node}", which has no such port. It has: {known:list}.{near:near}',
    remedy: 'Connect the wire to one of the ports named.',
  },
  cycle: {
    message: 'The wires form a circle: {path:path}.',
    remedy: 'Remove one of these wires; to use an earlier value, use a lag.',
  },
  'block-unknown': {
    message: 'There is no block "{block}".{near:near}',
    remedy: 'Choose a block of the catalog (npx ecoki blocks).',
  },
  'block-version': {
    message: 'There is no version {version} of block "{block}". There are: {known:list}.',
    remedy: 'Choose one of these versions, or update EcoKI.',
  },
  'block-no-streaming': {
    message: 'Block "{block}" cannot run in {mode} mode.',
    remedy: 'Take the block out, or change the mode of the pipeline.',
  },
  'block-failed': {
    message: 'Block "{block}" could not check its inputs: {error}',
    remedy: 'This is a fault of the block, please report it with the pipeline.',
  },
  'config-field': {
    message: 'Setting "{field}" of "{node}" is not right: {problem}',
    remedy: 'Correct the setting; the docs of the block say what it takes.',
  },
  'reader-not-inspected': {
    message: 'It is not known yet what "{node}" reads.',
    remedy: 'Start the pipeline (it looks first), or let the reader detect its columns.',
  },
  'input-missing': {
    message: 'Input "{port}" of "{node}" is not connected.',
    remedy: 'Connect an output of type {expected:type} to it.',
  },
  'input-twice': {
    message: 'Input "{port}" of "{node}" has {count} wires: from {from:list}.',
    remedy: 'Leave one of them; to bring tables together use a join.',
  },
  'port-type': {
    message: 'Input "{port}" of "{node}" takes {expected:type}, but {from} gives {found:type}.',
    remedy: 'Connect an output of the right type.',
  },
  'output-unused': {
    message: 'Nothing uses what "{node}" makes ({ports:list}).',
    remedy: 'Connect it, or remove the block; if you only want to export the result, accept this warning.',
  },
  'node-disabled': {
    message: '"{node}" is disabled and does not run.',
    remedy: 'Enable it when it is to run.',
  },
  'node-left-out': {
    message: '"{node}" does not run, because it needs "{because}".',
    remedy: 'Enable "{because}", or connect something else.',
  },
  'accepted-unused': {
    message: 'The document accepts the warning "{code}" of "{accepted}", which does not occur.',
    remedy: 'Remove it from accepted: only warnings that occur can be accepted, errors never.',
  },
  'column-missing': {
    message: 'There is no column "{column}".{near:near}',
    remedy: 'Use the name of a column that arrives here.',
  },
  'column-type': {
    message: 'Column "{column}" is {found:type}; {expected:types} is needed.',
    remedy: 'Choose another column or convert it.',
  },
  'column-exists': {
    message: 'A column "{column}" exists already.',
    remedy: 'Choose another name for the new column.',
  },
  'column-nullable': {
    message: 'Column "{column}" may have missing values, which are not allowed here.',
    remedy: 'Fill or remove the missing values before.',
  },
  unit: {
    message: 'Column "{column}" is in {found:unit}; {expected:unit} is needed.',
    remedy: 'Convert the unit, or state the right one where the data are read.',
  },
  quantity: {
    message:
      'Column "{column}" is {found:quantity}; {expected:quantity} is needed. EcoKI never converts one into the other silently.',
    remedy: 'Convert it explicitly, or state the right quantity where the data are read.',
  },
  kind: {
    message: 'Column "{column}" is {found:kind}; {expected:kind} is needed.',
    remedy: 'State the right kind where the data are read, or resample.',
  },
  stamp: {
    message: 'The stamps of column "{column}" mean {found:stamp}; {expected:stamp} is needed.',
    remedy: 'State what the stamps mean where the data are read, or move them.',
  },
  availability: {
    message: 'Column "{column}" is known {found:when}; it has to be known {expected:when} at the latest.',
    remedy: 'Use a value that is known earlier, for example a lag.',
  },
  'time-missing': {
    message: 'The table has no time column.',
    remedy: 'State the time column where the data are read.',
  },
  'time-zone': {
    message: 'The table’s time zone is {found}; {expected} is needed.',
    remedy: 'State the same zone where the data are read.',
  },
  'grid-uneven': {
    message: 'The rows by "{column}" are not on a regular grid.',
    remedy: 'Put a resample block before this one.',
  },
  'grid-step': {
    message: 'The table has a row every {found:duration}; every {expected:duration} is needed.',
    remedy: 'Resample to the step that is needed.',
  },
  'model-method': {
    message: 'This is fitted by "{found}"; "{expected}" is needed.',
    remedy: 'Connect the fit that belongs to this block.',
  },
  'model-horizon': {
    message: 'The model predicts {found:duration} ahead; {expected:duration} is needed.',
    remedy: 'Fit a model with the same horizon.',
  },
  'metric-missing': {
    message: 'There is no metric "{name}".{near:near}',
    remedy: 'Use a metric that the score gives.',
  },
  leak: {
    message:
      'Column "{column}" would not be known yet: it is known {availabilityUs:when} ({terms:terms}), but a forecast {horizonUs:duration} ahead is issued {issueOffsetUs:when} of the target.',
    remedy: 'Lag the column until it is known in time, shorten the horizon, or leave the column out.',
  },
  'leak-by-rows': {
    message:
      'Rows are chosen by "{column}" before "{target}" is forecast ({forecasts:list}); that is what is forecast itself, or is not known yet when the forecast is issued.',
    remedy:
      'Choose rows by what is known by then (a lag, the calendar), or choose them behind the forecast; state a column that is known in advance where the data are read.',
  },
  'score-in-sample': {
    message:
      '"{node}" judges predictions of "{apply}" on rows that "{fit}" has learnt from: the score says nothing about new data.',
    remedy: 'Split the rows in time before: learn from one part, predict and score the other.',
  },
  'target-as-feature': {
    message: 'Column "{column}" is to predict itself.',
    remedy: 'Take the target out of the features; its earlier values come from a lag.',
  },
  'random-split-on-time': {
    message:
      'The rows are ordered in time by "{column}"; a random split lets the model see the future of its test rows.',
    remedy: 'Use a split in time.',
  },
}
