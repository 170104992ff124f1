import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const reports = `${root}reports/`

/** Runs the named vitest projects and returns `{ passed, failed, skipped }` as counted in vitest's own JSON report. */
export function runProjects(report, projects) {
  mkdirSync(reports, { recursive: true })
  const file = `${reports}${report}.vitest.json`
  rmSync(file, { force: true })
  const args = ['vitest', 'run', ...projects.flatMap((name) => ['--project', name])]
  const { status } = spawnSync('npx', [...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], {
    cwd: root,
    stdio: 'inherit',
  })
  return countsOf(file, status)
}

/** Writes the counts where the continuous check adds them up, prints them, and makes a failure the process's exit code. */
export function conclude(report, counts) {
  mkdirSync(reports, { recursive: true })
  writeFileSync(`${reports}${report}.json`, `${JSON.stringify(counts)}\n`)
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  process.stdout.write(`\n${report}: ${counts.passed} passed, ${counts.failed} failed${skipped}\n`)
  process.exitCode = counts.failed > 0 ? 1 : 0
}

function countsOf(file, status) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'))
    const suitesBroken = report.testResults.filter(
      (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
    )
    const failed = report.numFailedTests + suitesBroken.length
    // vitest also fails on unhandled errors, which are in no test's count
    return {
      passed: report.numPassedTests,
      failed: failed === 0 && status !== 0 ? 1 : failed,
      skipped: report.numPendingTests + report.numTodoTests,
    }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}
