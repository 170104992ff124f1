declare module 'asciichart' {
  interface PlotOptions {
    readonly height?: number
    readonly colors?: readonly string[]
    readonly format?: (value: number) => string
  }
  export function plot(series: readonly number[] | readonly (readonly number[])[], options?: PlotOptions): string
  export const blue: string
  export const red: string
}
