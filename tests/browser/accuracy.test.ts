// Vector math in the browser's engine, which may have fused multiply-add where Node has not: the same references, the same bounds.
import '../pipelines/accuracy/accuracy.test.ts'
