package io.perigee.lua.compile;

import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.LuaState;
import io.perigee.lua.syntax.ChunkName;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of functions for {@code string.dump} and {@code load}: a header with a version,
 * the chunk's name, where the function stands in it, the chunk's source, and a checksum. As with
 * LuaJIT's bytecode, the loaded function has fresh upvalues.
 */
public final class FunctionDump {
  private static final byte[] HEADER = {27, 'P', 'L', 'u', 'a', 1};

  private FunctionDump() {}

  /** The bytes of a function; null for one that is not compiled Lua. */
  public static byte @Nullable [] dump(LuaFunction function) {
    if (!(function instanceof CompiledFunction compiled)) {
      return null;
    }
    Prototype prototype = compiled.prototype();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(HEADER);
      write(out, prototype.chunkName().getBytes(StandardCharsets.ISO_8859_1));
      out.writeInt(prototype.path().size());
      for (int step : prototype.path()) {
        out.writeInt(step);
      }
      write(out, prototype.source());
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /** The function of dumped bytes, with these globals and new upvalues. */
  public static LuaFunction load(LuaState vm, byte[] bytes, String name, LuaTable environment) {
    int body = bytes.length - Integer.BYTES;
    boolean known =
        body > HEADER.length && Arrays.equals(bytes, 0, HEADER.length, HEADER, 0, HEADER.length);
    if (!known) {
      throw refused(name, "cannot load incompatible bytecode");
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      in.skipNBytes(body);
      if (in.readInt() != checksum(bytes, body)) {
        throw refused(name, "cannot load malformed bytecode");
      }
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
    return read(vm, bytes, environment);
  }

  private static LuaFunction read(LuaState vm, byte[] bytes, LuaTable environment) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      in.skipNBytes(HEADER.length);
      String chunkName = new String(in.readNBytes(in.readInt()), StandardCharsets.ISO_8859_1);
      List<Integer> path = new ArrayList<>();
      for (int steps = in.readInt(); steps > 0; steps--) {
        path.add(in.readInt());
      }
      Prototype main = LuaCompiler.compile(in.readNBytes(in.readInt()), chunkName);
      return path.isEmpty()
          ? main.instantiate(vm, environment)
          : LoadedChunk.inner(vm, main, main.at(path), environment);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  private static LuaError refused(String name, String reason) {
    String shown = name.startsWith("\033") ? "(binary)" : ChunkName.shortForm(name);
    return new LuaError(LuaString.of(shown + ": " + reason));
  }
}
