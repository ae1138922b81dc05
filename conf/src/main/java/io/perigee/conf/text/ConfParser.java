package io.perigee.conf.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads configuration text into a tree of directives and puts the content of included files in the
 * place of {@code include} (nginx's {@code ngx_conf_parse}). It never throws: where text cannot be
 * read the tree ends with a node that stands for the failure, see {@link ConfNode#check()}.
 */
public final class ConfParser {
  private static final int DEEPEST_INCLUDE = 512;

  private final Predicate<String> hasLuaBody;
  private final LuaBlockScanner lua;
  private final BiConsumer<Path, byte[]> read;

  /**
   * A parser.
   *
   * @param hasLuaBody tells which directives have Lua source in their braces
   * @param lua finds the end of that source
   * @param read is told of each file that was read
   */
  public ConfParser(
      Predicate<String> hasLuaBody, LuaBlockScanner lua, BiConsumer<Path, byte[]> read) {
    this.hasLuaBody = hasLuaBody;
    this.lua = lua;
    this.read = read;
  }

  /** The directives of a file and of what it includes, relative to the file's folder. */
  public List<ConfNode> file(Path path) {
    Path absolute = path.toAbsolutePath();
    List<ConfNode> nodes = new ArrayList<>();
    try {
      String text = content(absolute);
      Path folder = absolute.getParent();
      new TextReader(text, absolute.toString(), folder, 0).readAll(nodes);
    } catch (ConfError e) {
      nodes.add(ConfNode.failed(e));
    }
    return nodes;
  }

  /** The directives of a text that came from no file; included files are relative to a folder. */
  public List<ConfNode> text(String text, String name, Path folder) {
    List<ConfNode> nodes = new ArrayList<>();
    new TextReader(text, name, folder, 0).readAll(nodes);
    return nodes;
  }

  /** The directives of the {@code -g} option. */
  public List<ConfNode> commandLine(String text, Path folder) {
    return text(text, ConfError.COMMAND_LINE, folder);
  }

  private String content(Path path) {
    try {
      byte[] bytes = Files.readAllBytes(path);
      read.accept(path, bytes);
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      String call = Files.isDirectory(path) ? "pread()" : "open()";
      throw new ConfError(call + " \"" + path + "\" failed " + SystemErrors.text(e));
    }
  }

  /** Reads one file; stops for good at the first failure, which is in the tree then. */
  private final class TextReader {
    private final ConfLexer lexer;
    private final String file;
    private final @Nullable Path folder;
    private final int depth;
    private final List<String> words = new ArrayList<>();
    private boolean stopped;

    TextReader(String text, String file, @Nullable Path folder, int depth) {
      this.lexer = new ConfLexer(text, file);
      this.file = file;
      this.folder = folder;
      this.depth = depth;
    }

    /** Reads all of the text; false when it ended with a failure. */
    boolean readAll(List<ConfNode> into) {
      readBlock(into, false);
      return !stopped;
    }

    private void readBlock(List<ConfNode> into, boolean inBraces) {
      boolean open = true;
      while (open && !stopped) {
        try {
          open = readDirective(into, inBraces);
        } catch (ConfError e) {
          into.add(ConfNode.failed(e));
          stopped = true;
        }
      }
    }

    /** Reads one directive; false at the end of the block or text. */
    private boolean readDirective(List<ConfNode> into, boolean inBraces) {
      switch (lexer.next(words)) {
        case SEMICOLON -> {
          if (words.get(0).equals("include")) {
            include(into);
          } else {
            into.add(node(null, null));
          }
        }
        case BLOCK_START -> into.add(block());
        case BLOCK_END -> {
          if (!inBraces) {
            throw lexer.error("unexpected \"}\"");
          }
          return false;
        }
        case TEXT_END -> {
          if (inBraces) {
            throw lexer.error("unexpected end of file, expecting \"}\"");
          }
          return false;
        }
      }
      return true;
    }

    private ConfNode node(@Nullable List<ConfNode> block, @Nullable LuaBody body) {
      List<String> args = List.copyOf(words.subList(1, words.size()));
      return new ConfNode(words.get(0), args, block, body, file, lexer.line());
    }

    private ConfNode block() {
      if (file.equals(ConfError.COMMAND_LINE)) {
        throw lexer.error("block directives are not supported in -g option");
      }
      if (words.get(0).equals("include")) {
        throw lexer.error("directive \"include\" is not terminated by \";\"");
      }
      if (hasLuaBody.test(words.get(0))) {
        return luaBlock();
      }
      List<ConfNode> body = new ArrayList<>();
      ConfNode node = node(body, null);
      readBlock(body, true);
      return node;
    }

    private ConfNode luaBlock() {
      int start = lexer.position();
      int line = lexer.line();
      try {
        int end = lua.closingBrace(lexer.text(), start, line);
        ConfNode node = node(null, new LuaBody(lexer.text().substring(start, end), line));
        lexer.skipTo(end + 1);
        return node;
      } catch (LuaBlockScanner.Unterminated e) {
        // The directive itself may be wrong in a way that nginx notices before it reads the body.
        stopped = true;
        ConfError failure = new ConfError(String.valueOf(e.getMessage()), file, e.line());
        return node(List.of(ConfNode.failed(failure)), null);
      }
    }

    private void include(List<ConfNode> into) {
      if (words.size() != 2) {
        throw lexer.error("invalid number of arguments in \"include\" directive");
      }
      String pattern = fileName(words.get(1));
      Path base = folder == null ? Path.of("") : folder;
      if (!FileGlob.isPattern(pattern)) {
        includeFile(into, base.resolve(pattern));
        return;
      }
      for (Path path : FileGlob.matches(base, pattern)) {
        if (stopped) {
          return;
        }
        includeFile(into, path);
      }
    }

    private void includeFile(List<ConfNode> into, Path path) {
      if (depth == DEEPEST_INCLUDE) {
        throw lexer.error("open() \"" + path + "\" failed (24: Too many open files)");
      }
      String text;
      try {
        text = content(path);
      } catch (ConfError e) {
        throw lexer.error(e.text());
      }
      stopped = !new TextReader(text, path.toString(), folder, depth + 1).readAll(into);
    }

    /** Names of files are bytes in the text; the Java file API wants what they mean. */
    private static String fileName(String bytes) {
      return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
  }
}
