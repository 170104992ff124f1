import { productError } from './double-double.ts'

/** 2/π in units of 2^−1200. */
const twoOverPi = BigInt(
  '0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe' +
    '1deb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f11' +
    '8b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc' +
    '7b',
)
const scaleBits = 1200
const halfPi = 1.5707963267948966
const halfPiLow = 6.123233995736766e-17
const bits = new DataView(new ArrayBuffer(8))

/** An argument reduced by multiples of π/2: x = n·π/2 + high + low with |high| ≤ π/4, n modulo 4 in `quadrant`. */
export interface Reduced {
  readonly quadrant: number
  readonly high: number
  readonly low: number
}

/**
 * Reduction of huge arguments with as many digits of 2/π as it takes (Payne and Hanek 1983), here in exact integers: the worst double
 * comes within 2^−62 of a multiple of π/2 and is still reduced to more than 53 bits. For finite |x| ≥ 2^−10.
 */
export function reduceHuge(x: number): Reduced {
  bits.setFloat64(0, Math.abs(x))
  const word = bits.getBigUint64(0)
  const mantissa = (word & 0xfffffffffffffn) | 0x10000000000000n
  const exponent = Number(word >> 52n) - 1075
  const shift = BigInt(scaleBits - exponent)
  const product = mantissa * twoOverPi
  const turns = (product + (1n << (shift - 1n))) >> shift
  let fraction = product - (turns << shift)
  let down = 0
  if (shift > 300n) {
    fraction >>= shift - 300n
    down = Number(shift) - 300
  }
  const unit = 2 ** (down - Number(shift))
  const top = Number(fraction)
  const rest = Number(fraction - BigInt(top)) * unit
  const f = top * unit
  const high = f * halfPi
  const low = productError(f, halfPi) + f * halfPiLow + rest * halfPi
  const quadrant = Number(turns & 3n)
  return x < 0 ? { quadrant: -quadrant & 3, high: -high, low: -low } : { quadrant, high, low }
}
