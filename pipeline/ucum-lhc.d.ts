/** The little of the UCUM library that units.ts uses; the package has no types of its own. */
declare module '@lhncbc/ucum-lhc' {
  export interface UcumUnit {
    magnitude_: number
    dim_: { dimVec_: number[] | null } | null
    /** Name of the conversion function of a special unit (Cel, dB, pH). */
    cnv_: string | null
    isArbitrary_: boolean
    moleExp_: number
  }
  export interface UcumLhcUtils {
    getSpecifiedUnit(code: string, valConv: 'validate'): { status: string; unit: UcumUnit | null }
  }
  const ucum: { UcumLhcUtils: { getInstance(): UcumLhcUtils } }
  export default ucum
}
