// `npm run corpus`: scores on the conformance corpora, which are read from FLUXION_CORPUS and are not part of the repository.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { conclude, runProjects } from './suite.mjs'

const scores = fileURLToPath(new URL('../../reports/scores.txt', import.meta.url))
mkdirSync(fileURLToPath(new URL('../../reports', import.meta.url)), { recursive: true })
rmSync(scores, { force: true })
process.env.FLUXION_SCORES = scores

const counts = runProjects('corpus', ['corpus'])
if (existsSync(scores)) process.stdout.write(`\nScores\n${readFileSync(scores, 'utf8')}`)
conclude('corpus', counts)
