/**
 * The wire format of Protocol Buffers, as far as ONNX models need it: a message is the concatenation of its fields, each a
 * tag (field number and wire type) and a varint, or a length and bytes.
 * Source: protobuf.dev, "Encoding".
 */

const VARINT = 0
const BYTES = 2

const utf8 = /* @__PURE__ */ new TextEncoder()

function varint(value: number | bigint): number[] {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  bytes.push(Number(rest))
  return bytes
}

/** Messages are joined from their fields. */
export function message(...fields: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(fields.reduce((size, field) => size + field.length, 0))
  let at = 0
  for (const field of fields) {
    joined.set(field, at)
    at += field.length
  }
  return joined
}

/** An integer field (int32, int64, bool, enum). */
export const integerField = (field: number, value: number | bigint): Uint8Array =>
  Uint8Array.from([...varint((field << 3) | VARINT), ...varint(value)])

/** A length-delimited field: bytes, or a message in a message. */
export const bytesField = (field: number, bytes: Uint8Array): Uint8Array =>
  message(Uint8Array.from([...varint((field << 3) | BYTES), ...varint(bytes.length)]), bytes)

/** A string field. */
export const textField = (field: number, text: string): Uint8Array => bytesField(field, utf8.encode(text))
