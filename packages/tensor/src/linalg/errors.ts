import { FluxionError } from '@fluxion/kernel'

/** The catalogue of linear algebra: every error of its own, one row each. `which` tells the matrix of a batch. */
export const linalgErrors = {
  notSquare: (operation: string, shape: readonly number[]): FluxionError =>
    new FluxionError(
      'linalg/not-square',
      `${operation}: wanted square matrices in the last two dimensions, got shape [${shape.join(', ')}]`,
      'linalg.lstsq and linalg.pinv take matrices of any shape',
    ),
  singular: (operation: string, pivot: number, which: string): FluxionError =>
    new FluxionError(
      'linalg/singular',
      `${operation}: the matrix${which} is singular: pivot ${pivot} is exactly zero`,
      'linalg.lstsq and linalg.pinv accept singular matrices',
    ),
  notPositiveDefinite: (operation: string, order: number, which: string): FluxionError =>
    new FluxionError(
      'linalg/not-positive-definite',
      `${operation}: the matrix${which} is not positive-definite: its leading minor of order ${order} is not positive`,
      'linalg.solve takes matrices of any sign',
    ),
  notFinite: (operation: string, which: string): FluxionError =>
    new FluxionError(
      'linalg/not-finite',
      `${operation}: the matrix${which} has NaN or infinite elements`,
      'isfinite(x) tells where',
    ),
  noConvergence: (operation: string, which: string): FluxionError =>
    new FluxionError(
      'linalg/no-convergence',
      `${operation}: the iteration for the matrix${which} did not converge`,
      'scale rows and columns of very different size first',
    ),
} as const
