/** Colours that people with any kind of colour vision tell apart, on light and on dark. */
const series = {
  light: ['#0072b2', '#c04f00', '#007a59', '#a04f90', '#8a6000', '#2b7ea8', '#5c5c5c', '#8c2d04'],
  dark: ['#56b4e9', '#f0803c', '#2fc79a', '#de93c4', '#e6b23c', '#9ad0f5', '#b5b5b5', '#ff9d6b'],
}

export interface Palette {
  series: string[]
  text: string
  line: string
  background: string
  font: string
}

export function paletteOf(scheme: 'light' | 'dark'): Palette {
  const font = getComputedStyle(document.body).fontFamily
  return scheme === 'dark'
    ? { series: series.dark, text: '#c1c4c9', line: '#3a3d42', background: '#242424', font }
    : { series: series.light, text: '#495057', line: '#e3e6e9', background: '#ffffff', font }
}
