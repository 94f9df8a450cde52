package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  @TempDir
  private Path folder;

  private Path written() throws IOException {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put("b", new Safetensors.Tensor(new int[] {2, 3}, new float[] {1, 2, 3, 4, 5, 6}));
    tensors.put("a", new Safetensors.Tensor(new int[] {2}, new float[] {-0f, Float.MIN_VALUE}));
    Path file = folder.resolve("t.safetensors");
    new Safetensors(tensors, Map.of("k", "v\"ä", "j", "")).write(file);
    return file;
  }

  private Path file(String header, byte... data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json).put(data);
    return Files.write(folder.resolve("x.safetensors"), bytes.array());
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    Safetensors back = Safetensors.read(written());
    assertThat(back.tensors().keySet()).containsExactly("b", "a");
    assertThat(back.tensors().get("b").shape()).containsExactly(2, 3);
    assertThat(back.tensors().get("b").values()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(back.tensors().get("a").values()).containsExactly(-0f, Float.MIN_VALUE);
    assertThat(back.metadata()).isEqualTo(Map.of("k", "v\"ä", "j", ""));
    try (var left = Files.list(folder)) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void bytesAreTheDocumentedOnes() throws IOException {
    byte[] bytes = Files.readAllBytes(written());
    long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(header % 8).isZero();
    assertThat(new String(bytes, 8, (int) header, StandardCharsets.UTF_8).stripTrailing())
        .isEqualTo("{\"__metadata__\":{\"j\":\"\",\"k\":\"v\\\"ä\"},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]}}");
    assertThat(bytes).hasSize((int) (8 + header + 32));
  }

  @Test
  void readsTheOtherFloatTypes() throws IOException {
    // 1.5 in each: F64 3ff8…, F16 3e00, BF16 3fc0, little-endian.
    Path file = file(
        "{\"d\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]},"
            + "\"h\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[8,10]},"
            + "\"b\":{\"dtype\":\"BF16\",\"shape\":[1,1],\"data_offsets\":[10,12]}}",
        (byte) 0,
        (byte) 0,
        (byte) 0,
        (byte) 0,
        (byte) 0,
        (byte) 0,
        (byte) 0xf8,
        (byte) 0x3f,
        (byte) 0,
        (byte) 0x3e,
        (byte) 0xc0,
        (byte) 0x3f);
    for (Safetensors.Tensor tensor : Safetensors.read(file).tensors().values())
      assertThat(tensor.values()).containsExactly(1.5f);
  }

  @Test
  void tensorsOfOtherTypesArePassedOver() throws IOException {
    Path file = file(
        "{\"step\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}",
        new byte[12]);
    assertThat(Safetensors.read(file).tensors().keySet()).containsExactly("a");
  }

  @Test
  void everyTruncationIsRefusedInOneLine() throws IOException {
    byte[] bytes = Files.readAllBytes(written());
    Path cut = folder.resolve("cut.safetensors");
    for (int length = 0; length < bytes.length; length++) {
      Files.write(cut, java.util.Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> Safetensors.read(cut))
          .as("first %d bytes", length)
          .isInstanceOf(InputException.class)
          .hasMessageContaining(cut.toString())
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void everyFlippedBitOfTheHeaderIsRefusedOrHarmless() throws IOException {
    byte[] bytes = Files.readAllBytes(written());
    Path flipped = folder.resolve("flipped.safetensors");
    for (int bit = 0; bit < (bytes.length - 32) * 8; bit++) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(flipped, bytes);
      try {
        Safetensors.read(flipped);
      } catch (InputException e) {
        assertThat(e.getMessage()).contains(flipped.toString()).doesNotContain("\n");
      }
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Test
  void headersThatLieAreRefused() throws IOException {
    String[][] lies = {
      {"[]", "not a JSON object"},
      {"{\"a\":{\"dtype\":\"F32\"}}", "no shape"},
      {"{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}", "needs 4 bytes and has 8"
      },
      {"{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}", "lies at bytes 0 to 12"
      },
      {"{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,8]}}", "shape [-1]"},
      {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999,99999999],\"data_offsets\":[0,8]}}",
        "too large"
      },
      {"{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}", "lies at bytes -8 to 0"
      },
      {"{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[1e99,0]}}", "data_offsets"},
      {"{\"a\":{},\"a\":{}}", "not valid JSON"},
      {"{} x", "not valid JSON"},
    };
    for (String[] lie : lies) {
      Path file = file(lie[0], new byte[8]);
      assertThatThrownBy(() -> Safetensors.read(file))
          .as(lie[0])
          .isInstanceOf(InputException.class)
          .hasMessageContaining(lie[1]);
    }
  }

  @Test
  void missingFilesAndFoldersAreNamed() {
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("none")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> Safetensors.read(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is a folder");
  }
}
