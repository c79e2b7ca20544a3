#!/usr/bin/env node
// The program behind `npx ecoki`.
import { bootstrap } from './bootstrap.mjs'

await bootstrap('ecoki', process.argv.slice(2))
