import { Tensor } from '@fluxion/tensor'

/** What a value is, in a message. */
export function describe(value: unknown): string {
  if (value instanceof Tensor) return `a ${value.dtype} tensor of shape [${value.shape.join(', ')}]`
  if (ArrayBuffer.isView(value))
    return `a ${value.constructor.name}${'length' in value ? ` of ${String(value.length)}` : ''}`
  if (Array.isArray(value)) return 'an array'
  if (value === null || value === undefined) return String(value)
  return `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`
}
