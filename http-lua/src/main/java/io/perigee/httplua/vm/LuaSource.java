package io.perigee.httplua.vm;

import io.perigee.core.variable.ComplexValue;
import io.perigee.http.request.Request;
import io.perigee.lua.compile.LuaCompiler;
import io.perigee.lua.compile.Prototype;
import io.perigee.lua.value.LuaFault;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The Lua code of one directive: text in the configuration, or a file whose name may have
 * variables. Compiled text is shared by the VMs of a process; each VM keeps its own functions.
 */
public sealed interface LuaSource {
  /** No code: what a block has where no directive gives one. */
  LuaSource NONE = new None();

  /** The absence of code. */
  final class None implements LuaSource {
    private None() {}

    @Override
    public LuaFunction load(LuaEnvironment environment, @Nullable Request r) {
      throw new IllegalStateException("there is no code to load");
    }
  }

  /** The function of this code in a VM; a request is needed where the file name has variables. */
  LuaFunction load(LuaEnvironment environment, @Nullable Request r) throws LoadFailure;

  /** Code that stands in the configuration. */
  final class Inline implements LuaSource {
    private final byte[] text;
    private final String chunkName;
    private volatile @Nullable Prototype prototype;

    /** Code with the name of its chunk. */
    public Inline(byte[] text, String chunkName) {
      this.text = text;
      this.chunkName = chunkName;
    }

    @Override
    public LuaFunction load(LuaEnvironment environment, @Nullable Request r) throws LoadFailure {
      LuaFunction cached = environment.chunks().find(this);
      if (cached != null) {
        return cached;
      }
      try {
        LuaFunction made = prototype().instantiate(environment.vm(), environment.vm().globals());
        environment.chunks().keep(this, made);
        return made;
      } catch (LuaFault e) {
        throw new LoadFailure("failed to load inlined Lua code: " + message(e), 500);
      }
    }

    private Prototype prototype() {
      Prototype known = prototype;
      if (known == null) {
        known = LuaCompiler.compile(text, chunkName);
        prototype = known;
      }
      return known;
    }
  }

  /** Code in a file. */
  final class External implements LuaSource {
    private final ComplexValue<Request> name;
    private final Path prefix;

    /** A file; a relative name counts from the prefix. */
    public External(ComplexValue<Request> name, Path prefix) {
      this.name = name;
      this.prefix = prefix;
    }

    @Override
    public LuaFunction load(LuaEnvironment environment, @Nullable Request r) throws LoadFailure {
      byte[] bytes = r == null || name.isConstant() ? name.constant() : name.evaluate(r);
      LuaString given = LuaString.wrap(bytes);
      boolean keeps = environment.keepsFiles();
      LuaFunction cached = keeps ? environment.chunks().find(given) : null;
      if (cached != null) {
        return cached;
      }
      Path path = prefix.resolve(new String(bytes, StandardCharsets.UTF_8));
      LuaFunction made = read(environment, path);
      if (keeps) {
        environment.chunks().keep(given, made);
      }
      return made;
    }

    private static LuaFunction read(LuaEnvironment environment, Path path) throws LoadFailure {
      byte[] text;
      try {
        text = Files.readAllBytes(path);
      } catch (NoSuchFileException | NotDirectoryException e) {
        throw failure(path, "cannot open " + path + ": No such file or directory", 404);
      } catch (AccessDeniedException e) {
        throw failure(path, "cannot open " + path + ": Permission denied", 503);
      } catch (IOException e) {
        throw failure(path, "cannot read " + path + ": " + e.getMessage(), 500);
      }
      try {
        return environment.vm().load(text, "@" + path, environment.vm().globals());
      } catch (LuaFault e) {
        throw failure(path, message(e), 500);
      }
    }

    private static LoadFailure failure(Path path, String message, int status) {
      return new LoadFailure(
          "failed to load external Lua file \"" + path + "\": " + message, status);
    }
  }

  /** The text of an error for the log. */
  static String message(LuaFault error) {
    return error.value() instanceof LuaString || error.value() instanceof Double
        ? String.valueOf(error.getMessage())
        : "unknown reason";
  }
}
