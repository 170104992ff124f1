import type { Command } from 'commander'
import type { Register } from '../command.ts'
import { UsageError } from '../io.ts'

const shells = ['bash', 'zsh', 'fish'] as const

/** `fluxion completion`: made from the commands themselves, so that it knows every one of them. */
export const completion: Register = (program, session) => {
  program
    .command('completion')
    .summary('a completion script for your shell')
    .argument('<shell>', shells.join(', '))
    .addHelpText('after', '\nExample:\n  fluxion completion bash >> ~/.bashrc')
    .action((shell: string) => {
      const commands = program.commands.map((command) => ({
        name: command.name(),
        summary: command.summary(),
        options: flagsOf(command),
      }))
      const names = commands.map(({ name }) => name).join(' ')
      if (shell === 'bash' || shell === 'zsh') {
        const cases = commands.map(({ name, options }) => `    ${name}) words="${options.join(' ')}" ;;`).join('\n')
        const script = `_fluxion() {\n  local words="${names}"\n  case "\${COMP_WORDS[1]}" in\n${cases}\n  esac\n  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))\n}\ncomplete -F _fluxion fluxion`
        session.io.out(shell === 'zsh' ? `autoload -U +X bashcompinit && bashcompinit\n${script}` : script)
      } else if (shell === 'fish') {
        session.io.out(
          commands
            .flatMap(({ name, summary, options }) => [
              `complete -c fluxion -n __fish_use_subcommand -f -a ${name} -d '${summary}'`,
              ...options.map(
                (flag) => `complete -c fluxion -n '__fish_seen_subcommand_from ${name}' -l ${flag.replace('--', '')}`,
              ),
            ])
            .join('\n'),
        )
      } else throw new UsageError(`no completion for ${shell}; one of ${shells.join(', ')} is wanted`)
    })
}

const flagsOf = (command: Command): string[] => command.options.flatMap((option) => (option.long ? [option.long] : []))
