package fovea.io;

import java.util.Map;

/** A safetensors file (see {@link Safetensors}) with one tensor, {@code data}. */
record SafetensorsRows() implements RowFormat {
  @Override
  public byte[] header(long rows, int columns) {
    return Safetensors.header(Map.of("data", new long[] {rows, columns}), Map.of());
  }
}
